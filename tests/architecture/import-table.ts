/**
 * The import table: which room may import what. `node tests/architecture/import-table.ts` prints the rooms with the
 * number of their modules, or each wrong import as a sentence.
 */
import { existsSync, readFileSync, readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { cruise } from 'dependency-cruiser';
import type { IDependency, IModule } from 'dependency-cruiser';
import { mayImport, roomOf, rooms } from './rooms.ts';
import type { Room } from './rooms.ts';

const testFile = /\.test\.tsx?$/;
const packagesOfEveryTest = new Set(['vitest', 'fast-check']);
const sourceFile = /\.[cm]?[jt]sx?$/;
const notOurs = /^(node_modules|coverage|dist|\..+)$/;

/** What `checkImports` found; no violations means that the table holds. */
export interface ImportReport {
  /** One for each room of the table that has modules, in the order of the table. */
  readonly rooms: readonly { name: string; mayImport: string; modules: number }[];
  /** Readable sentences, each naming the file and what is wrong. */
  readonly violations: readonly string[];
}

/** Reads every module below `root` and holds its imports against the table. */
export async function checkImports({ root }: { root: string }): Promise<ImportReport> {
  // Resolved modules come back by their real path, so the root has to be one.
  const tree = realpathSync(root);
  const files = sourceFilesIn(tree, '');
  const modules = await modulesIn(tree);
  const violations = [
    ...unreadFiles(files, modules),
    ...modules.flatMap((module) => violationsOf(tree, module)),
    ...circlesIn(modules),
  ];
  const counts = rooms
    .map((room) => ({
      name: room.name,
      mayImport: mayImport(room),
      modules: modules.filter(({ source }) => roomOf(source) === room).length,
    }))
    .filter((room) => room.modules > 0);
  return { rooms: counts, violations };
}

function sourceFilesIn(tree: string, folder: string): string[] {
  return readdirSync(path.join(tree, folder), { withFileTypes: true }).flatMap((entry) => {
    if (notOurs.test(entry.name)) return [];
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return sourceFilesIn(tree, file);
    return entry.isFile() && sourceFile.test(file) ? [file] : [];
  });
}

async function modulesIn(tree: string): Promise<IModule[]> {
  const entries = readdirSync(tree, { withFileTypes: true })
    .filter((entry) => !notOurs.test(entry.name))
    .filter((entry) => entry.isDirectory() || sourceFile.test(entry.name))
    .map((entry) => entry.name);
  const { output } = await cruise(entries, {
    baseDir: tree,
    // What is excluded instead would not be reported as imported either, and packages have folders of these names.
    doNotFollow: { path: '(^|/)(node_modules|coverage|dist|\\.[^/.][^/]*)/' },
    // Imports of types are arrows too.
    tsPreCompilationDeps: 'specify',
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
    // Without a rule about circles they are not looked for.
    ruleSet: { forbidden: [{ name: 'no circles', severity: 'error', from: {}, to: { circular: true } }] },
  });
  if (typeof output === 'string') throw new Error(`dependency-cruiser answered with text: ${output}`);
  return output.modules.filter(({ source, dependencyTypes }) => !dependencyTypes && !source.includes('node_modules/'));
}

/** With a compiler that it cannot use dependency-cruiser sees no modules and reports success. */
function unreadFiles(files: string[], modules: IModule[]): string[] {
  if (files.length === 0) return [`The tree holds no source file at all, so nothing was checked.`];
  const read = new Set(modules.map(({ source }) => source));
  const unread = files.filter((file) => !read.has(file));
  if (unread.length === 0) return [];
  const some = unread.slice(0, 5).join(', ') + (unread.length > 5 ? ', …' : '');
  return [`The imports of ${unread.length} of ${files.length} source files were not read: ${some}.`];
}

function violationsOf(tree: string, module: IModule): string[] {
  const file = module.source;
  const room = roomOf(file);
  if (room === undefined) return [`${file} is in no room of the import table.`];
  // One import can be found twice, as a type and as a value.
  return [...new Set(module.dependencies.flatMap((to) => violationOf({ tree, file, room, to }) ?? []))];
}

interface Arrow {
  readonly tree: string;
  readonly file: string;
  readonly room: Room;
  readonly to: IDependency;
}

function violationOf(arrow: Arrow): string | undefined {
  const { tree, file, to } = arrow;
  if (to.dependencyTypes.includes('core')) return builtInViolation(arrow);
  if (to.couldNotResolve) return `${file} imports ${to.module}, which cannot be found.`;
  if (to.resolved.includes('node_modules/')) return packageViolation(arrow);
  return roomViolation(arrow) ?? spellingViolation(tree, file, to) ?? undeclaredViolation(arrow);
}

function builtInViolation({ file, room, to }: Arrow): string | undefined {
  // A test runs in Node, whatever room it stands beside.
  if (room.outside || testFile.test(file)) return undefined;
  // It reports node:fs as fs.
  return `${file} imports node:${to.module.replace(/^node:/, '')}, but ${room.name} may import no built-in module.`;
}

function packageViolation(arrow: Arrow): string | undefined {
  const { file, room, to } = arrow;
  if (to.module.startsWith('.')) return `${file} imports ${to.module}; a package is imported by its name.`;
  const name = packageName(to.module);
  if (!room.outside && !(testFile.test(file) && packagesOfEveryTest.has(name))) {
    return `${file} imports the package ${name}, but ${room.name} may import no package.`;
  }
  return undeclaredViolation(arrow);
}

function undeclaredViolation({ tree, file, room, to }: Arrow): string | undefined {
  if (to.module.startsWith('.')) return undefined;
  const name = packageName(to.module);
  const workspace = workspaceOf(tree, file);
  if (dependenciesOf(tree, workspace).has(name)) return undefined;
  const forDevelopment = room.developmentPackages === true || testFile.test(file);
  if (forDevelopment && dependenciesOf(tree, '', 'devDependencies').has(name)) return undefined;
  return `${file} imports the package ${name}, which ${path.posix.join(workspace, 'package.json')} does not declare.`;
}

function roomViolation({ file, room, to }: Arrow): string | undefined {
  const target = to.resolved;
  if (room.files.exec(file)?.[0] === room.files.exec(target)?.[0]) return undefined;
  if (!room.others.some(([, files]) => files.test(target))) {
    return `${file} imports ${target}, but ${room.name} may import only ${mayImport(room)}.`;
  }
  if (room.typesOnly === true && !to.dependencyTypes.includes('type-only')) {
    return `${file} imports values of ${target}, but ${room.name} may import only its types.`;
  }
  return undefined;
}

function spellingViolation(tree: string, file: string, to: IDependency): string | undefined {
  const same = workspaceOf(tree, file) === workspaceOf(tree, to.resolved);
  const relative = to.module.startsWith('.');
  if (same && !relative) return `${file} imports ${to.module} of its own room; that is written as a relative path.`;
  if (!same && relative) return `${file} imports ${to.module}; another room is imported by its package name.`;
  return undefined;
}

/** Each circle once, however many modules it was met from. */
function circlesIn(modules: IModule[]): string[] {
  const circles = new Set<string>();
  for (const module of modules) {
    for (const { cycle } of module.dependencies) {
      if (cycle === undefined) continue;
      const names = cycle.map(({ name }) => name);
      const first = names.indexOf(names.toSorted()[0] ?? '');
      const turned = [...names.slice(first), ...names.slice(0, first)];
      circles.add(`${[...turned, turned[0]].join(' → ')} is a circle.`);
    }
  }
  return [...circles];
}

/** The nearest folder above a file that has a package.json, from the root; the root itself is the empty string. */
function workspaceOf(tree: string, file: string): string {
  let folder = path.posix.dirname(file);
  while (folder !== '.') {
    if (existsSync(path.join(tree, folder, 'package.json'))) return folder;
    folder = path.posix.dirname(folder);
  }
  return '';
}

function dependenciesOf(
  tree: string,
  workspace: string,
  kind: 'dependencies' | 'devDependencies' = 'dependencies',
): Set<string> {
  const file = path.join(tree, workspace, 'package.json');
  if (!existsSync(file)) return new Set();
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Partial<Record<typeof kind, Record<string, string>>>;
  return new Set(Object.keys(manifest[kind] ?? {}));
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

if (import.meta.main) {
  const report = await checkImports({ root: path.join(import.meta.dirname, '../..') });
  for (const { name, mayImport, modules } of report.rooms) {
    console.log(`${name.padEnd(30)} ${String(modules).padStart(5)} modules   may import ${mayImport}`);
  }
  for (const violation of report.violations) console.error(violation);
  if (report.violations.length > 0) process.exitCode = 1;
}
