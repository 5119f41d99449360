import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Api } from '../../main/web/api/client';
import { download, IncompleteFileError } from '../../main/web/movements/download';

const link = { href: '', download: '', click: vi.fn() };

/** A service whose answer has these parts, and then ends or breaks. */
function serviceOf(parts: readonly string[], end: 'ends' | 'breaks' | 'waits') {
  const open = vi.fn((..._: Parameters<Api['open']>) => {
    const signal = _[1]?.signal;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        parts.forEach((part) => controller.enqueue(new TextEncoder().encode(part)));
        signal?.addEventListener('abort', () => controller.error(signal.reason));
      },
      pull(controller) {
        if (end === 'ends') {
          controller.close();
        } else if (end === 'breaks') {
          controller.error(new TypeError('network error'));
        }
      },
    });
    return Promise.resolve(new Response(body));
  });
  return { api: { open } as unknown as Api, open };
}

describe('a download', () => {
  beforeEach(() => {
    vi.stubGlobal('document', { createElement: () => link });
    link.click.mockClear();
  });
  afterEach(() => vi.unstubAllGlobals());

  it('asks for CSV, counts the bytes, and saves the whole file', async () => {
    const { api, open } = serviceOf(['productId\r\n', 'müg\r\n'], 'ends');
    const counts: number[] = [];
    await download(api, '/v1/movements?type=X', 'a.csv', (bytes) => counts.push(bytes), new AbortController().signal);
    expect(open).toHaveBeenCalledWith('/v1/movements?type=X', expect.objectContaining({ headers: { Accept: 'text/csv' } }));
    expect(counts).toEqual([11, 17]);
    expect(link.download).toBe('a.csv');
    expect(await (await fetch(link.href)).text()).toBe('productId\r\nmüg\r\n');
    expect(link.click).toHaveBeenCalledOnce();
  });

  it('saves nothing if the service ends the file early', async () => {
    const { api } = serviceOf(['productId\r\n'], 'breaks');
    const failed = download(api, '/', 'a.csv', () => {}, new AbortController().signal);
    await expect(failed).rejects.toThrow(IncompleteFileError);
    expect(link.click).not.toHaveBeenCalled();
  });

  it('saves nothing if it is cancelled', async () => {
    const { api } = serviceOf(['productId\r\n'], 'waits');
    const abort = new AbortController();
    const failed = download(api, '/', 'a.csv', () => abort.abort(), abort.signal);
    await expect(failed).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(link.click).not.toHaveBeenCalled();
  });
});
