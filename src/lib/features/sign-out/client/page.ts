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

/** A page that a notice covers. */
export interface Cover {
	/** The id of the user whose page it is. It comes back for nobody else. */
	person: string | null;
	/** Shows the page again. */
	lift: () => void;
}

/** What the parts of the client know about the page that they are on. */
interface Page {
	/** The id of the user whom it shows. Without `SessionSync` nobody knows. */
	user?: () => string | null;
	/** The shortest time between two questions to the server when the person returns to the tab, in seconds. By itself none is asked. */
	interval: () => number;
	/** Told whether anybody is signed in, as the server says. */
	onstatus?: (signedIn: boolean) => void;
	/** When the server was last asked who is signed in, in milliseconds. */
	askedAt: number;
	/** Whether somebody is signed in although the page shows nobody: a page that is a file does, and keeps its layout's data. */
	isStale?: boolean;
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
	/** The notice that covers it. */
	cover?: Cover | undefined;
}

/** The state of this page: it goes with the document. */
export const page: Page = {
	interval: () => Infinity,
	askedAt: Date.now(),
	holder: null,
	typed: new WeakSet()
};

/** The id of the user whom this page shows; `null` for an anonymous visitor. */
export const shown = (): string | null => page.user?.() ?? null;

/** Whether the person sees this page, and the server was last asked an interval ago. The clock may have been set back. */
export const isDue = (): boolean =>
	!document.hidden && Math.abs(Date.now() - page.askedAt) >= page.interval() * 1000;
