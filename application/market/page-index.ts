/** Which page of the vendor's catalogue holds which instrument, and which instruments a walk left out. */
export interface PageIndex {
  /** Notes that the page behind a cursor holds these symbols. */
  note(token: string | null, symbols: readonly string[]): void;
  /** The cursor of the page that holds a symbol; undefined when no page is known to. */
  tokenOf(symbol: string): string | null | undefined;
  /**
   * Ends a walk. Answers how many symbols were missing in it for the first time: a page may have been skipped. What is missing in
   * two walks one after the other is forgotten.
   */
  endWalk(): number;
}

/** Makes an empty index of at most `maxSymbols`; further ones are left out. */
export function createPageIndex(maxSymbols: number): PageIndex {
  const pages = new Map<string, { readonly token: string | null; readonly walk: number }>();
  let walk = 0;

  return {
    note: (token, symbols) => {
      for (const symbol of symbols) {
        if (pages.has(symbol) || pages.size < maxSymbols) pages.set(symbol, { token, walk });
      }
    },
    tokenOf: (symbol) => pages.get(symbol)?.token,
    endWalk: () => {
      let missing = 0;
      for (const [symbol, page] of pages) {
        if (page.walk === walk - 1) missing += 1;
        if (page.walk < walk - 1) pages.delete(symbol);
      }
      walk += 1;
      return missing;
    },
  };
}
