import type { Recipe } from '../recipe.js';
import type { AddOptions } from './arguments.js';
import { carryOut, open } from './carry-out.js';
import { CliError } from './errors.js';
import { planRecipe } from './plan-recipe.js';
import { commandLine, indented, prisma, stepsFor } from './steps.js';
import type { Terminal } from './terminal.js';

/**
 * Brings what a recipe says into an app that has the kit.
 *
 * @throws {CliError} with the words and the exit code, when it does not get to the end
 */
export async function add(
	root: string,
	options: AddOptions,
	terminal: Terminal,
	recipes: Recipe[]
): Promise<void> {
	const { name } = options;
	const recipe = recipes.find((one) => one.name === name);
	if (!recipe)
		throw new CliError(
			`There is nothing to add with the name ${name}. There are: ${recipes.map((one) => one.name).join(', ')}`
		);
	const app = await open(root, options, terminal);
	const plan = planRecipe(app, recipe);
	const changesModels = [...plan.changes, ...plan.advice].some(({ path }) =>
		path.endsWith('.prisma')
	);
	const migrate = commandLine(prisma(app, 'migrate', 'dev', '--name', `guardian_${name}`));
	await carryOut(
		app,
		{
			plan,
			// The client is generated anew only for models of this recipe.
			steps: stepsFor(app, Object.keys(recipe.dependencies ?? {}), plan),
			nothing: `Nothing to do: ${name} is set up here.`,
			tellNext: (left) => {
				const steps = [...left.map(commandLine), ...(changesModels ? [migrate] : [])];
				const sentences = [...plan.next, ...(recipe.next ?? [])];
				if (steps.length) terminal.say(`\nNext steps:\n${indented(steps)}`);
				for (const sentence of sentences) terminal.say(sentence);
			}
		},
		options,
		terminal
	);
}
