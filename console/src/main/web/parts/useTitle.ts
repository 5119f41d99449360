import { useEffect } from 'preact/hooks';

/** The title of the page in the tab of the browser. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Stockledger`;
  }, [title]);
}
