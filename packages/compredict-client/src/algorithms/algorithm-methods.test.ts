import { expect, test } from 'vitest';
import { json, rejection, startAiCore } from '../../test/support.ts';

const version = { version: '1.2.0', features_format: [{ name: 'data', type: 'dict' }] };
const algorithm = { id: 'axle-load', name: 'Axle Load', versions: [version], owner: 'kept' };

test('lists algorithms and versions, bare or as a page', async () => {
  let page = false;
  await using aiCore = await startAiCore((request, response) => {
    const list = request.path.endsWith('/versions') ? [version] : [algorithm];
    json(response, page ? { count: 1, results: list } : list);
  });
  for (page of [false, true]) {
    expect(await aiCore.client.getAlgorithms()).toMatchObject([{ id: 'axle-load', owner: 'kept' }]);
    expect(await aiCore.client.getAlgorithmVersions('axle-load')).toMatchObject([
      { version: '1.2.0', features_format: [{ input_name: 'data', children: [] }], output_format: [] },
    ]);
  }
});

test('puts versions in order, whatever theirs is', async () => {
  const shuffled = ['1.9.0', '1.10.0', '2.0.0-rc.1', '1.10.0-beta', '0.1'].map((name) => ({ version: name }));
  const sorted = ['2.0.0-rc.1', '1.10.0', '1.10.0-beta', '1.9.0', '0.1'];
  await using aiCore = await startAiCore((request, response) => {
    if (request.path.endsWith('/versions')) return json(response, shuffled);
    const body = { ...algorithm, versions: shuffled };
    json(response, request.path.endsWith('/algorithms') ? [body] : body);
  });
  const names = (versions: readonly { version: string }[] = []) => versions.map((item) => item.version);
  expect(names(await aiCore.client.getAlgorithmVersions('a'))).toEqual(sorted);
  expect(names((await aiCore.client.getAlgorithm('a')).versions)).toEqual(sorted);
  expect(names((await aiCore.client.getAlgorithms())[0]?.versions)).toEqual(sorted);
});

test('asks for each thing at its own encoded path', async () => {
  await using aiCore = await startAiCore((request, response) =>
    json(response, request.path.includes('/versions/') ? version : algorithm),
  );
  const { client } = aiCore;
  await client.getAlgorithm('template-x');
  await client.getAlgorithmVersion('graphite é', '1.0 b?');
  expect(aiCore.server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /api/v2/algorithms/template-x',
    'GET /api/v2/algorithms/graphite%20%C3%A9/versions/1.0%20b%3F',
  ]);
  expect(await rejection(client.getAlgorithmVersion('a', '..'))).toMatchObject({ argument: 'version' });
});

test('a template is bytes and JSON, for the type and version asked for', async () => {
  await using aiCore = await startAiCore((_request, response) => json(response, { speed: [1] }));
  const template = await aiCore.client.getTemplate('a', { type: 'output', version: '1.0 &' });
  expect(template.json).toEqual({ speed: [1] });
  expect(new TextDecoder().decode(template.bytes)).toBe('{"speed":[1]}');
  expect(template.contentType).toBe('application/json');
  await aiCore.client.getTemplate('a');
  expect(aiCore.server.requests.map(({ path }) => path)).toEqual([
    '/api/v2/algorithms/a/template?type=output&version=1.0+%26',
    '/api/v2/algorithms/a/template?type=input',
  ]);
});

test.each([
  ['a picture', 'image/png; x', Buffer.from([0x89, 0x50, 0x4e, 0x47]), 'image/png'],
  ['CSV', 'text/csv', Buffer.from('a,b\n'), 'text/csv'],
  ['JSON that is none', 'application/json', Buffer.from('{'), 'application/json'],
])('a graph that is %s is bytes alone', async (_name, type, bytes, contentType) => {
  await using aiCore = await startAiCore((_request, response) => {
    response.writeHead(200, { 'content-type': type }).end(bytes);
  });
  expect(await aiCore.client.getGraph('a', { type: 'parameters' })).toEqual({
    bytes: new Uint8Array(bytes),
    contentType,
  });
  expect(aiCore.server.requests[0]?.path).toBe('/api/v2/algorithms/a/graph?type=parameters');
});
