/** The texts of the notice that covers a page whose user has signed out. Each can be replaced. */
export interface NoticeTexts {
	/** The heading. Default: "You are signed out". */
	title?: string | undefined;
	/** What has become of text that was not saved. Default: that it is still here, and how to save it. */
	unsaved?: string | undefined;
	/** The button that shows this text. Default: "Show my text". */
	show?: string | undefined;
	/** The button that leaves the page. Default: "Continue". */
	leave?: string | undefined;
	/** The link to the sign-in page, where a form needs a user. Default: "Sign in". */
	signIn?: string | undefined;
}

/** What the parts of the client know about the page that they are on. */
interface Page {
	/** The id of the user whom it shows. Without `SessionSync` nobody knows. */
	user?: () => string | null;
	/** The id of the user whose data this document holds, in memory at least. */
	holder: string | null;
	/** What the person has typed into since the page was loaded. */
	typed: WeakSet<EventTarget>;
	/** The texts of the notice, as the app has them. */
	notice?: () => NoticeTexts | undefined;
	/** Listens to the person going back or forward, before SvelteKit does. */
	traverse?: (event: PopStateEvent) => void;
	/** Whether it is being left, or covered until the person leaves it. */
	isLeaving?: boolean;
	/** Shows the page again, where a notice covers it. */
	uncover?: (() => void) | undefined;
}

/** The state of this page: it goes with the document. */
export const page: Page = { holder: null, typed: new WeakSet() };
