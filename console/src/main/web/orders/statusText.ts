/** The status of a line in words: `partly-shipped-then-expired` is "partly shipped, then expired". */
export function statusText(status: string): string {
  return status.replace('-then-', ', then ').replaceAll('-', ' ');
}
