import type {
	PlaywrightTestArgs,
	PlaywrightTestOptions,
	PlaywrightWorkerArgs,
	PlaywrightWorkerOptions,
	TestType
} from '@playwright/test';
import type { App } from '../app.js';
import type { SignOutSuiteOptions } from '../options.js';

/** What each file of the suite declares its tests with. */
export interface SuiteContext {
	rule: TestType<
		PlaywrightTestArgs & PlaywrightTestOptions & { app: App },
		PlaywrightWorkerArgs & PlaywrightWorkerOptions
	>;
	options: SignOutSuiteOptions;
}
