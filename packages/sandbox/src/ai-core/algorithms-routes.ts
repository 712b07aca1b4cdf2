import { type Context, Hono } from 'hono';
import * as v from 'valibot';
import { methodNotAllowed, notFound, refuse } from './api-error.ts';
import type { ApiEnv } from './authenticate.ts';
import type { ServedAlgorithm, ServedVersion } from './catalog.ts';
import { describeAlgorithm, describeVersion } from './describe-algorithm.ts';
import { drawGraph } from './graph.ts';
import { type TemplateType, templateOf } from './template.ts';

const templateType = v.optional(v.picklist(['input', 'output', 'parameters']), 'input');

/** What can be read of algorithms: AI Core wire contract, section 4. */
export function algorithmsRoutes(): Hono<ApiEnv> {
  return new Hono<ApiEnv>()
    .get('/', (c) => c.json(c.get('user').catalog.all.map(describeAlgorithm)))
    .get('/:id', (c) => c.json(describeAlgorithm(servedFor(c, c.req.param('id')))))
    .get('/:id/versions', (c) => {
      const served = servedFor(c, c.req.param('id'));
      return c.json(served.versions.map((version) => describeVersion(served, version)));
    })
    .get('/:id/versions/:version', (c) => {
      const served = servedFor(c, c.req.param('id'));
      return c.json(describeVersion(served, findVersion(served, c.req.param('version'))));
    })
    .get('/:id/template', async (c) => {
      const { name, document } = template(servedFor(c, c.req.param('id')), c.req.query());
      return c.json(await document, 200, { 'content-disposition': `attachment; filename="${name}.json"` });
    })
    .get('/:id/graph', async (c) => {
      const { name, document } = template(servedFor(c, c.req.param('id')), c.req.query());
      return c.body(drawGraph(await document), 200, {
        'content-type': 'image/png',
        'content-disposition': `attachment; filename="${name}.png"`,
      });
    })
    .all('/', methodNotAllowed('GET, HEAD'))
    .all('/:id', methodNotAllowed('GET, HEAD'))
    .all('/:id/versions', methodNotAllowed('GET, HEAD'))
    .all('/:id/versions/:version', methodNotAllowed('GET, HEAD'))
    .all('/:id/template', methodNotAllowed('GET, HEAD'))
    .all('/:id/graph', methodNotAllowed('GET, HEAD'));
}

const servedFor = (c: Context<ApiEnv>, id: string): ServedAlgorithm => c.get('user').catalog.find(id);

/** The template asked for by `type` and `version`. */
function template(served: ServedAlgorithm, query: Readonly<Record<string, string>>) {
  const type = v.safeParse(templateType, query.type);
  if (!type.success)
    throw refuse('type', `"${query.type}" is not a valid choice. Use input, output or parameters.`);
  if (query.version) findVersion(served, query.version);
  return {
    name: `${served.algorithm.id}-${type.output}`,
    document: templateOf(served.algorithm, type.output as TemplateType),
  };
}

function findVersion(served: ServedAlgorithm, version: string): ServedVersion {
  const found = served.versions.find((candidate) => candidate.version === version);
  if (found === undefined) throw notFound(`Version \`${version}\` does not exist.`);
  return found;
}
