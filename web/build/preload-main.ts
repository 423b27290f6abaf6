import type { Plugin, Rolldown } from 'vite';

/** The module that draws the page; the first script asks for it by itself, which is a round trip too late. */
const MAIN = 'src/main.tsx';

/**
 * Has the document ask for the module that draws the page, and what that imports, together with the first script.
 * Throws TypeError when no script imports it.
 */
export function preloadMain(): Plugin {
  return {
    name: 'bourse:preload-main',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        if (bundle === undefined) return [];
        const parts = Object.values(bundle).filter((part) => part.type === 'chunk');
        const main = parts.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(MAIN)));
        if (main === undefined) throw new TypeError(`no script of the page imports ${MAIN}`);
        const needed = withImports(main, new Map(parts.map((part) => [part.fileName, part])));
        const styles = new Set(needed.flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]));
        return [
          ...[...styles].map((file) => link({ rel: 'stylesheet', href: `/${file}` })),
          ...needed.map(({ fileName }) => link({ rel: 'modulepreload', href: `/${fileName}` })),
        ];
      },
    },
  };
}

function link(attrs: { readonly rel: string; readonly href: string }) {
  return { tag: 'link', injectTo: 'head', attrs: { ...attrs, crossorigin: true } } as const;
}

/** A part and all that it imports, each once. */
function withImports(
  part: Rolldown.OutputChunk,
  parts: ReadonlyMap<string, Rolldown.OutputChunk>,
): readonly Rolldown.OutputChunk[] {
  const found = new Set([part]);
  // What is added while the set is walked is walked too.
  for (const { imports } of found) {
    for (const name of imports) {
      const imported = parts.get(name);
      if (imported !== undefined) found.add(imported);
    }
  }
  return [...found];
}
