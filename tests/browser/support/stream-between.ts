import type { Page, WebSocketRoute } from 'playwright-core';

/** What stands between a page and the stream; it lets everything through until it is told otherwise. */
export interface StreamBetween {
  /** Cuts the stream, and every new one, until it is mended. */
  cut(): Promise<void>;
  mend(): void;
  /** Whether prices come through. */
  letPrices(through: boolean): void;
}

/** Stands between a page, before it is loaded, and its stream. */
export async function standInStream(page: Page): Promise<StreamBetween> {
  const streams: { readonly own: WebSocketRoute; readonly server: WebSocketRoute }[] = [];
  let [isCut, arePricesLet] = [false, true];
  await page.routeWebSocket(/\/api\/v1\/stream$/, async (own) => {
    if (isCut) {
      await own.close();
      return;
    }
    const server = own.connectToServer();
    streams.push({ own, server });
    server.onMessage((message) => {
      if (arePricesLet || !String(message).includes('"channel":"prices"')) own.send(message);
    });
  });
  return {
    async cut() {
      isCut = true;
      for (const { own, server } of streams.splice(0)) await Promise.all([own.close(), server.close()]);
    },
    mend() {
      isCut = false;
    },
    letPrices(through) {
      arePricesLet = through;
    },
  };
}
