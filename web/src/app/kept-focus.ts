import type { RefObject } from 'react';
import { useEffect } from 'react';

/** What takes the focus when what had it is gone: a table that scrolls, the heading of a panel or of the view, or all that is beside the navigation. */
const PLACES = '[role=region][tabindex], section, main';
/** What makes an element come, go, or take the focus no more. */
const WATCHED: MutationObserverInit = {
  subtree: true,
  childList: true,
  attributes: true,
  attributeFilter: ['disabled', 'inert'],
};

/**
 * Sees to it that the focus is never nowhere. A button that is disabled while it works, and what is behind a dialog, have it again afterwards;
 * where an element is gone that had it, the place around it takes it. Whoever clicks beside everything has given it up.
 */
export function useKeptFocus(around: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = around.current;
    return element === null ? undefined : keepFocus(element);
  }, [around]);
}

function keepFocus(around: HTMLElement): () => void {
  /** What had the focus last, and what is around it, from the inside to the outside. */
  let path: readonly Element[] = [];
  let frame: number | null = null;

  const onFocusIn = (event: FocusEvent): void => {
    path = event.composedPath().filter((one) => one instanceof Element);
  };
  const onPointerDown = ({ target }: PointerEvent): void => {
    if (!(target instanceof Node && path[0]?.contains(target) === true)) path = [];
  };
  const look = (): void => {
    frame = null;
    if (document.activeElement !== document.body) return;
    const [last] = path;
    const left = path.find(({ isConnected }) => isConnected);
    if (left instanceof HTMLElement) (left === last ? left : placeAround(left))?.focus({ preventScroll: true });
  };
  // Not at once: whatever comes in the place of what is gone may take the focus itself.
  const observer = new MutationObserver(() => {
    if (path.length > 0) frame ??= requestAnimationFrame(look);
  });

  around.addEventListener('focusin', onFocusIn);
  around.addEventListener('pointerdown', onPointerDown);
  observer.observe(around, WATCHED);
  return () => {
    around.removeEventListener('focusin', onFocusIn);
    around.removeEventListener('pointerdown', onPointerDown);
    observer.disconnect();
    if (frame !== null) cancelAnimationFrame(frame);
  };
}

function placeAround(element: HTMLElement): HTMLElement | null {
  const place = element.closest<HTMLElement>(PLACES);
  return place?.localName === 'section' ? place.querySelector<HTMLElement>('h2') : place;
}
