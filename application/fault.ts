export { Fault, isFault } from './ports/fault.ts';
export type { FaultCode } from './ports/fault.ts';
