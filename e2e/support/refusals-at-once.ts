import { beforeEach, vi } from 'vitest';
import * as steps from '../../src/lib/wait-for-step.js';

// What must not tell by its time what was done is answered in steps of up to 250 ms: refused passwords, once a hash of another
// cost was met, and what sends mails. Only the tests of that delay wait for it: they call `vi.restoreAllMocks()` first.
beforeEach(() => void vi.spyOn(steps, 'waitForStep').mockResolvedValue());
