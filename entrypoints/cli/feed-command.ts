import { runRoles } from './run-roles.ts';

/** Runs the feed; options take the place of the environment variables they name. */
export function runFeed(options: { source?: string; csv?: string; speed?: string }): Promise<void> {
  const { source, csv, speed } = options;
  if (csv !== undefined) Object.assign(process.env, { FEED_SOURCE: 'csv', FEED_CSV: csv });
  if (source !== undefined) process.env['FEED_SOURCE'] = source;
  if (speed !== undefined) process.env['FEED_SPEED'] = speed;
  return runRoles(['feed']);
}
