import { calibrationSuite } from '../../harness/calibration/suite.ts';
import { stack } from './stack.ts';

calibrationSuite(stack);
