import type { ImportCounts } from './import-state.ts';

/** Shows how an import goes on. */
export interface ImportDisplay {
  /** How far it is: what is done, and the share of the input that was read, 0 to 1. */
  show(counts: ImportCounts, share: number): void;
  /** Says a sentence on a line of its own. */
  say(sentence: string): void;
  /** Takes the bar away. */
  end(): void;
}

/** Where it is shown. */
export interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const BAR_WIDTH = 30;
const REDRAW_MS = 100;
const LINE_EVERY_MS = 5_000;

/** Makes a display: a bar where there is a terminal, otherwise a line every five seconds. */
export function createImportDisplay(terminal: Terminal, now: () => number): ImportDisplay {
  const isTerminal = terminal.isTTY === true;
  const startMs = now();
  let shownMs = startMs;
  let bar = '';

  function clear(): void {
    if (bar !== '') terminal.write('\r\u001b[K');
    bar = '';
  }
  function draw(text: string): void {
    clear();
    bar = text;
    terminal.write(text);
  }

  return {
    show(counts, share) {
      const atMs = now();
      if (atMs - shownMs < (isTerminal ? REDRAW_MS : LINE_EVERY_MS)) return;
      shownMs = atMs;
      const text = progressText(counts, share, atMs - startMs);
      if (!isTerminal) terminal.write(`${text}\n`);
      else draw(`${barOf(share)} ${text}`);
    },
    say(sentence) {
      clear();
      terminal.write(`${sentence}\n`);
    },
    end: clear,
  };
}

function progressText({ accepted, rejected }: ImportCounts, share: number, elapsedMs: number): string {
  const seconds = Math.round(elapsedMs / 1_000);
  return `${Math.floor(share * 100)}% read, ${numberText(accepted)} in, ${numberText(rejected)} rejected, ${seconds} s`;
}

function barOf(share: number): string {
  const full = Math.round(Math.min(Math.max(share, 0), 1) * BAR_WIDTH);
  return `[${'#'.repeat(full)}${'.'.repeat(BAR_WIDTH - full)}]`;
}

/** Thousands are set apart by commas. */
export function numberText(count: number): string {
  return count.toString().replaceAll(/\B(?=(\d{3})+$)/g, ',');
}
