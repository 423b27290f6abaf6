/** A row of the import table. */
export interface Room {
  readonly name: string;
  /** Which files belong to it, as a path from the root. What lies in the same match may always be imported. */
  readonly files: RegExp;
  /** What of the other rooms it may import: how to say it, and the paths. */
  readonly others: readonly (readonly [said: string, files: RegExp])[];
  /** Whether only types may come from the other rooms. */
  readonly typesOnly?: true;
  /** Packages and built-in modules: all that its package.json declares, or none. */
  readonly outside: boolean;
  /** What the root's package.json declares for development may be imported too. */
  readonly developmentPackages?: true;
}

const core = ['core', /^core\//] as const;
const ports = ['application/ports', /^application\/ports\//] as const;
const application = ['application', /^application\//] as const;
const adapters = ['adapters', /^adapters\//] as const;
const entrypoints = ['entrypoints', /^entrypoints\//] as const;
const wireTypes = ['entrypoints/http/schemas', /^entrypoints\/http\/schemas\//] as const;
const coreValues = ['the values of core', /^core\/(money|time)\/|^core\/result\.ts$/] as const;
const client = ['client', /^client\//] as const;
const web = ['web', /^web\//] as const;
const bench = ['bench', /^bench\//] as const;

/** The table. The first row whose `files` match a path is its room. */
export const rooms: readonly Room[] = [
  { name: 'core', files: core[1], others: [], outside: false },
  { name: 'application/ports', files: ports[1], others: [core], outside: false },
  { name: 'application', files: application[1], others: [core], outside: false },
  { name: 'adapters', files: /^adapters\/[^/]+\//, others: [core, ports], outside: true },
  {
    name: 'entrypoints/cli',
    files: /^entrypoints\/cli\//,
    others: [core, application, adapters, entrypoints, client],
    outside: true,
  },
  { name: 'entrypoints', files: entrypoints[1], others: [core, application, adapters], outside: true },
  { name: 'client', files: client[1], others: [wireTypes], typesOnly: true, outside: true },
  {
    name: 'web/build',
    files: /^web\/(?=build\/|vite\.config\.ts$)/,
    others: [],
    outside: true,
    developmentPackages: true,
  },
  { name: 'web', files: web[1], others: [client, wireTypes, coreValues], outside: true },
  { name: 'infra', files: /^infra\//, others: [], outside: true },
  {
    name: 'bench',
    files: bench[1],
    others: [core, application, adapters, entrypoints, client, web],
    outside: true,
  },
  {
    name: 'tests',
    files: /^tests\//,
    others: [core, application, adapters, entrypoints, client, web, bench],
    outside: true,
    developmentPackages: true,
  },
  {
    name: 'settings of tools in the root',
    // Matches nothing at the start of a path without a folder, so that all these files are one match.
    files: /^(?!.*\/)/,
    others: [],
    outside: true,
    developmentPackages: true,
  },
];

/** The room of a file, or undefined if the table has none for it. */
export function roomOf(file: string): Room | undefined {
  return rooms.find((room) => room.files.test(file));
}

/** What a room may import of the other rooms, in words. */
export function mayImport(room: Room): string {
  const others = room.others.map(([said]) => said).join(', ') || 'itself';
  return room.typesOnly === true ? `types of ${others}` : others;
}
