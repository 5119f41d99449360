import { defineConfig } from 'vitest/config';

/** The query service serves the console below this path, and `vite` passes the API on to it. */
const base = '/console/';
const queryService = 'http://127.0.0.1:8081';

export default defineConfig({
  root: 'src/main/web',
  base,
  server: {
    proxy: { '/v1': queryService, '/sandbox': queryService, '/console/config.json': queryService },
  },
  build: {
    outDir: '../../../target/classes/io/stockledger/console/files',
    emptyOutDir: true,
    // The content policy allows neither scripts nor images within a page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The oldest browsers that know light-dark() of CSS.
    target: ['chrome123', 'firefox120', 'safari17.5'],
  },
  test: {
    root: '.',
    include: ['src/test/web/**/*.test.ts'],
    environment: 'node',
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
