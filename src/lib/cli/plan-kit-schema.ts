import { posix } from 'node:path';
import { adviseOnColumns, appendModels, compareModels } from './edits/schema.js';
import { withoutAdditions } from './edits/schema-parts.js';
import { CONFIGS } from './find-schema.js';
import { literal } from './literal.js';
import type { Context, Plan } from './plan.js';
import { recipes } from './recipes.js';
import { modelsFor } from './templates.js';

/** Adds Prisma's settings and the models: all of it, or to what is there. */
export function planKitSchema(plan: Plan, { app, target, templates }: Context): void {
	const { schema } = app;
	const models = modelsFor(target.database);
	const config = `prisma.config.${target.language}`;
	// A package has its own.
	if (!schema?.package && !app.find(...CONFIGS)) {
		const content = templates.get(config)!;
		plan.add(config, null, {
			content: schema ? content.replace("'prisma'", () => literal(schema.path)) : content
		});
	}
	if (!schema) {
		plan.add('prisma/schema.prisma', null, { content: templates.get('prisma/schema.prisma')! });
		plan.add('prisma/guardian.prisma', null, { content: models });
		return;
	}
	plan.add(schema.path, null, adviseOnColumns(schema.content, models));
	const compared = compareModels(schema.content, withoutAdditions(models, recipes));
	if (compared === 'complete') return;
	if (compared) plan.add(schema.path, null, compared);
	else if (schema.isFolder)
		plan.add(posix.join(schema.path, 'guardian.prisma'), null, { content: models });
	else plan.add(schema.path, schema.content, { content: appendModels(schema.content, models) });
}
