import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const BOURSE = 'http://127.0.0.1:8000';

/** How the page is built, and served with changes at once while one works on it (`npm run dev:page`, beside a running Bourse). */
export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    assetsDir: 'page',
    // Nothing is put into the document or the styles, where the content policy would not let it in.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    emptyOutDir: true,
  },
  server: { proxy: { '/api': { target: BOURSE, ws: true }, '/docs': BOURSE, '/openapi.json': BOURSE } },
});
