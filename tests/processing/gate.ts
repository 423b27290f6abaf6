/** Where somebody waits until it is opened. */
export interface Gate {
  wait(): Promise<void>;
  /** Whether somebody has come. */
  waiting(): boolean;
  open(): void;
}

/** Holds up whoever comes until it is opened. */
export function createGate(): Gate {
  let release: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    release = resolve;
  });
  let waiting = false;
  return {
    wait() {
      waiting = true;
      return opened;
    },
    waiting: () => waiting,
    open: () => release(),
  };
}
