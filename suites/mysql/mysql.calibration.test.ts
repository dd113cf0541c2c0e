import { calibrationSuite } from '../../harness/calibration/suite.ts';
import { knownBad as ignoredCommitError } from './known-bad/ignored-commit-error/known-bad.ts';
import { stack } from './stack.ts';

calibrationSuite(stack, { early: ignoredCommitError.stack });
