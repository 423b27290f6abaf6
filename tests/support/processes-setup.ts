import type { TestProject } from 'vitest/node';
import { fillCompileCache } from './compile-cache.ts';
import { prepareDatabase } from './prepared-database.ts';
import { createTemporaryDirectory } from './temporary-directory.ts';

/** What makes the start of processes cheap that tests start by the dozen: compiled code, and database files to copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await createTemporaryDirectory();
  try {
    await Promise.all([prepareDatabase(directory.path), fillCompileCache()]);
  } catch (error) {
    await directory.remove();
    throw error;
  }
  project.provide('preparedDirectory', directory.path);
  return () => directory.remove();
}
