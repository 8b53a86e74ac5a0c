import { beforeEach, vi } from 'vitest';
import { refusalTime } from '../../src/lib/features/password/refusal-time.js';

// A refused password is answered in steps of 250 ms once a hash of another cost was met, and tests store such hashes. Only the
// tests of that delay wait for it: they call `vi.restoreAllMocks()` first.
beforeEach(() => void vi.spyOn(refusalTime, 'wait').mockResolvedValue());
