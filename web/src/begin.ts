import { fetchViewAt, readFor } from './app/first-view.ts';

// On a phone far away each question takes long: all of them are asked at once, while the code that draws the answers is on its way.
void readFor(location.pathname);
fetchViewAt(location.pathname);
void import('./main.tsx');
