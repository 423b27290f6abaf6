/** Something that can be traded. A halted instrument keeps its price but takes no orders. */
export interface Instrument {
  readonly symbol: string;
  readonly name: string;
  readonly exchange: string;
  readonly sector: string;
  readonly status: InstrumentStatus;
}

export type InstrumentStatus = 'active' | 'halted';
