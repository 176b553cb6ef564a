import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  // Everything is relative to the page, whose base element says where the server is.
  base: './',
  plugins: [react()],
  build: {
    outDir: 'dist',
    // Below /console/ on the server, see src/features/console of the server.
    assetsDir: 'console',
    target: 'es2022',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // Nothing of the console is written into the page: the server's content security policy takes scripts from files only.
    assetsInlineLimit: 0,
  },
  server: {
    // `npm run dev` beside a running server.
    proxy: Object.fromEntries(
      ['/api', '/dhis-web-commons-security'].map((path) => [path, process.env.ORDERLY_URL ?? 'http://127.0.0.1:8080']),
    ),
  },
});
