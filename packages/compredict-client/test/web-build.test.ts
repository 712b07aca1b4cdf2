import { build } from 'esbuild';
import { expect, test } from 'vitest';

// What a bundler for the browser makes of the built package, found by its `exports` as users find it.
async function load<Module>(contents: string): Promise<{ text: string; module: Module }> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
  });
  const text = outputFiles[0]?.text ?? '';
  const url = `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`;
  return { text, module: (await import(url)) as Module };
}

test('in a browser it needs nothing of Node.js, and sends by fetch', async () => {
  const { text, module } = await load<typeof import('../src/index.ts')>(
    "export * from '@x/compredict-client'",
  );
  expect(
    text.match(/\b(?:import|require)\b[^;\n]*['"](?:node:)?(?:https?|fs|tls|zlib|net|util)['"]/g),
  ).toBeNull();
  expect(() => module.createClient({ token: 't', proxy: 'http://proxy.invalid' })).toThrow('`proxy`');

  const client = module.createClient({ token: 't', url: 'https://core.invalid/api/v2' });
  const original = globalThis.fetch;
  const bodies: unknown[] = [];
  globalThis.fetch = async (_url, init) => {
    bodies.push(init?.body);
    return Response.json({ job_id: 'j' });
  };
  try {
    const stream = new Blob(['PAR1 and so on PAR1']).stream();
    const progress: unknown[] = [];
    const onUploadProgress = (step: unknown) => progress.push(step);
    await client.runAlgorithm('a', { features: stream, onUploadProgress });
    const [body] = bodies as [Blob];
    const form = await new Response(body).formData();
    expect(await (form.get('features') as File).text()).toBe('PAR1 and so on PAR1');
    expect(progress).toEqual([{ sent: body.size }]);
  } finally {
    globalThis.fetch = original;
  }
});
