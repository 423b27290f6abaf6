import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { preloadMain } from './build/preload-main.ts';

const BOURSE = 'http://127.0.0.1:8000';

/** What long tables are made of, which some views do without. */
const OF_TABLES = /[\\/](data-table\.tsx|column-chooser\.tsx|(react-)?(table|virtual)(-core)?[\\/]|Checkbox[\\/])/;

/** How the page is built, and served with changes at once while one works on it (`npm run dev:page`, beside a running Bourse). */
export default defineConfig({
  plugins: [react(), preloadMain()],
  build: {
    target: 'es2022',
    assetsDir: 'page',
    // Nothing is put into the document or the styles, where the content policy would not let it in.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    emptyOutDir: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Few parts, since each costs a round trip: what asks, what draws, what most views have in common, and long tables.
          groups: [
            { name: 'begin', tags: ['$initial'], priority: 4 },
            { name: 'main', test: /[\\/]src[\\/]main\.tsx$/, priority: 3 },
            { name: 'common', test: (id) => !OF_TABLES.test(id), minShareCount: 4, priority: 2 },
            { name: 'table', test: OF_TABLES, priority: 1 },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': { target: BOURSE, ws: true }, '/docs': BOURSE, '/openapi.json': BOURSE } },
});
