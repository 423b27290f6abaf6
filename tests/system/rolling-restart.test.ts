import { openSiteLog } from '../support/crash/site-log.ts';
import { rollingRestartSuite } from '../support/rolling-restart.ts';

rollingRestartSuite('server', {
  settings: () => ({}),
  topics: 3,
  openLog: ({ server }) => openSiteLog(server.database),
});
