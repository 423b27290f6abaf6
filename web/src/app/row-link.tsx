import { useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/**
 * A link to an address of the page in the rows of a table. It knows nothing of the route that is shown, and so costs a tenth of a link that
 * does: while a long table scrolls, some fifty are made for each picture of the screen.
 */
export function RowLink({
  href,
  className,
  children,
}: {
  readonly href: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}): ReactNode {
  const router = useRouter();
  return (
    <a
      href={href}
      className={className}
      onClick={(event) => {
        // Anything else than a plain click is the browser's: another tab, another window, a download.
        if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        router.history.push(href);
      }}
    >
      {children}
    </a>
  );
}

/** Where an instrument is shown. */
export function instrumentAddress(symbol: string): string {
  return `/market/${encodeURIComponent(symbol)}`;
}

/** Where the versions of a trade are shown. */
export function tradeAddress(tradeId: string): string {
  return `/trades/id/${encodeURIComponent(tradeId)}`;
}
