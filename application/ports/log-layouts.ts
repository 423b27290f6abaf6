import type { Layout } from '@bourse/core/partitioning/layout.ts';

/** How the log is divided into partitions, as the database knows it. */
export interface LogLayouts {
  /** The layout in force. Throws Fault('unavailable'). */
  current(): Promise<Layout>;
  /** Whether somebody began to change it and shows no sign of life any more. Throws Fault('unavailable'). */
  isAbandoned(): Promise<boolean>;
  /**
   * Lets the topics take appends again that somebody has closed who did not come to the end; does nothing while a change is under way.
   * Throws Fault('unavailable').
   */
  undoAbandoned(): Promise<void>;
}

/** A consumer group that must have passed everything before a layout may end. */
export interface DrainedGroup {
  readonly group: string;
  readonly topic: string;
}

/** What a switch needs to know besides the database. */
export interface LayoutSwitch {
  readonly next: Layout;
  /** All groups of consumers. */
  readonly groups: readonly DrainedGroup[];
  /** Where the partitions of topics end that are kept elsewhere, and the identity that the topic of the next layout has there. */
  readonly elsewhere: ReadonlyMap<string, { readonly ends: ReadonlyMap<number, bigint>; readonly nextHome: string }>;
}

/** A change of the layout, held by one at a time. Every method throws Fault('unavailable'), and Fault('fenced') when the change was lost. */
export interface LayoutChange {
  /** Shows a sign of life; due every few seconds. */
  renew(): Promise<void>;
  /** From now on the topic takes no appends. */
  closeTopic(topic: string): Promise<void>;
  /**
   * Ends the layout and begins the next, in one transaction. Throws Fault('invalid-data') when a group has not passed everything; then nothing
   * has changed.
   */
  switchTo(target: LayoutSwitch): Promise<void>;
  /** Lets all topics take appends again. */
  undo(): Promise<void>;
}
