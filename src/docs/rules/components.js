import { found } from './rule.js';

/** The components for an app's pages. */
export const components = [
	found(
		'CO1',
		'The forms of svelte-guardian work before JavaScript, each field has one label, and password managers know what it is for.'
	),
	found(
		'CO2',
		'A password can be shown and hidden again by a button with a name; it is sent as a password whatever was shown.'
	),
	found('CO3', 'While Caps Lock is on, the field of a password says so.'),
	found('CO4', 'After too many tries the form counts down, and says when the wait is over.'),
	found(
		'CO5',
		'On a slow network the button says that the form is being sent, and the form says when it takes long.'
	),
	found('CO6', 'Every control of a form is at least 44 pixels high.'),
	found(
		'CO7',
		'The meter of a new password is loaded when somebody begins to type, advises, and stops nobody.'
	),
	found(
		'CO8',
		'Where the session has ended meanwhile, a form keeps what was typed and shows a link to sign in.'
	),
	found('CO9', 'What is typed before the scripts have loaded stays in its field, and is sent.'),
	found('CO10', 'An app that imports only the button loads nothing of the forms.'),
	found(
		'CO11',
		'Each part of a form can be drawn by a snippet, and keeps its name, its error and its value.'
	),
	found(
		'CO12',
		'The list of sessions begins with the one of the request, holds nothing that is not shown, and says so where the database does not answer.'
	),
	found('CO13', 'A session is called after its browser and system; rubbish is an unknown device.'),
	found(
		'CO14',
		'A time is relative and follows the clock; its title has the exact time in the visitor’s own zone.'
	),
	found(
		'CO15',
		'The menu of a user opens before JavaScript, closes by Escape with the focus back on it, and closes when one goes elsewhere.'
	),
	found('CO16', 'What is for users is shown to users alone, and what is for visitors to visitors.'),
	found('CO17', 'Every page of the demo has a description of its own.'),
	found(
		'CO18',
		'No page of the demo is wider than a window of 320 pixels, the name of the app stands on every one, and what is in the middle stays there.'
	)
];
