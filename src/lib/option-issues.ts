import type { z } from 'zod';

/**
 * Says what is wrong with options, a sentence for each mistake.
 *
 * @example
 * ```ts
 * optionIssues(parsed.error); // ['session.idle: write a number of seconds.']
 * ```
 */
export const optionIssues = ({ issues }: z.ZodError): string[] =>
	issues.flatMap((issue) => {
		if (issue.code !== 'unrecognized_keys') {
			return `${issue.path.join('.') || 'options'}: ${issue.message}`;
		}
		return issue.keys.map(
			(key) => `${[...issue.path, key].join('.')}: there is no such option. Take it out.`
		);
	});
