/** What becomes of what is heard. Neither may throw. */
export interface BroadcastListener {
  onText(text: string): void;
  /** From now on the channel is heard: for the first time, or again after what was told meanwhile was missed. */
  onJoined(): void;
}

/**
 * Tells all processes of the platform something, at once and at most once. Nothing is kept: who is cut off does not hear it, and may not
 * notice for some seconds. So it carries only what can be had elsewhere, from the database or the log.
 */
export interface Broadcast {
  /** Tells all who hear the channel, this process too, in the order of the calls. Answers whether it went out; never throws. */
  tell(channel: string, text: string): Promise<boolean>;
  /** Hears a channel from now on. Answers the function that stops it. */
  hear(channel: string, listener: BroadcastListener): () => void;
  /** Whether, as far as this process knows, what is told now goes out and what others tell is heard. */
  connected(): boolean;
}
