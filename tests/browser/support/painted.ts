import type { Locator } from 'playwright-core';

/** A colour of the page by the name of its variable, and how much of it lies over the ground of a panel: all of it, or a part from 0 to 1. */
export interface Paint {
  readonly color: string;
  readonly alpha?: number;
}

/** Between which heights of an element is counted: 0 is its top, 1 its bottom. */
export interface Band {
  readonly from: number;
  readonly to: number;
}

const ALL: Band = { from: 0, to: 1 };

/** How many pixels of what is seen of an element have a colour, give or take what smoothing does. */
export async function painted(element: Locator, paint: Paint, band = ALL): Promise<number> {
  const picture = await element.screenshot({ animations: 'disabled' });
  return element.page().evaluate<number>(countingText(picture.toString('base64'), paint, band));
}

/** As text, since Node's types know no canvas. The picture is decoded by the browser; it does not come from an address, so no policy is asked. */
function countingText(picture: string, { color, alpha = 1 }: Paint, { from, to }: Band): string {
  return `(async () => {
    const bytes = Uint8Array.from(atob('${picture}'), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const { width, height } = bitmap;
    const canvas = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    const style = getComputedStyle(document.documentElement);
    const fill = (name, alpha) => {
      canvas.globalAlpha = alpha;
      canvas.fillStyle = style.getPropertyValue('--' + name).trim();
      canvas.fillRect(0, 0, 1, 1);
    };
    fill('panel', 1);
    fill('${color}', ${alpha});
    const wanted = canvas.getImageData(0, 0, 1, 1).data;
    canvas.globalAlpha = 1;
    canvas.drawImage(bitmap, 0, 0);
    const top = Math.floor(height * ${from});
    const { data } = canvas.getImageData(0, top, width, Math.ceil(height * ${to}) - top);
    let count = 0;
    for (let at = 0; at < data.length; at += 4) {
      if ([0, 1, 2].every((part) => Math.abs(wanted[part] - data[at + part]) <= 6)) count += 1;
    }
    return count;
  })()`;
}
