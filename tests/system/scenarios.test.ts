import { openEmbeddedPlatform, openServerPlatform } from '../support/scenarios/scenario-platform.ts';
import { scenarioSuite } from '../support/scenarios/scenario-suite.ts';

scenarioSuite('embedded', openEmbeddedPlatform);
scenarioSuite('server', () => openServerPlatform(['api', 'worker', 'feed']));
