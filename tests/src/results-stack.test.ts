import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

// CloudFormation cannot run here: what can be held is that the template refers to what it has, and to one prefix.

const DOCS = join(import.meta.dirname, '..', '..', 'docs');
const template = JSON.parse(await readFile(join(DOCS, 'results-stack.json'), 'utf8'));
const { Parameters, Resources, Outputs } = template;

/** Every name that something refers to. */
function references(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(references);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    if (key === 'Ref' || key === 'DependsOn') return [String(value)];
    if (key === 'Fn::GetAtt') return [String(value[0])];
    if (key === 'Fn::Sub')
      return Array.from(String(value).matchAll(/\$\{([^}]+)\}/g), ([, name = '']) => name);
    return references(value);
  });
}

test('refers to nothing that is not there', () => {
  const known = new Set([...Object.keys(Parameters), ...Object.keys(Resources)]);
  const unknown = references({ Resources, Outputs }).filter(
    (name) => !known.has(name) && !name.startsWith('AWS::'),
  );
  expect(unknown).toEqual([]);
});

test('tells the queue of results, and not of what the inbox itself puts into quarantine', () => {
  const [told] = Resources.Bucket.Properties.NotificationConfiguration.QueueConfigurations;
  expect(told.Filter.S3Key.Rules).toEqual([{ Name: 'prefix', Value: { Ref: 'Prefix' } }]);
  expect('quarantine/'.startsWith(Parameters.Prefix.Default)).toBe(false);
});

test('lets S3 write to the queue for this bucket alone', () => {
  const [statement] = Resources.QueuePolicy.Properties.PolicyDocument.Statement;
  expect(statement.Principal).toEqual({ Service: 's3.amazonaws.com' });
  expect(Object.keys(statement.Condition)).toEqual(['StringEquals', 'ArnEquals']);
});

test('lets workers delete nothing in the bucket', () => {
  const actions = Resources.WorkerPolicy.Properties.PolicyDocument.Statement.flatMap(
    ({ Action }: { Action: string | string[] }) => Action,
  );
  expect(actions).toContain('s3:GetObject');
  expect(actions.filter((action: string) => /Delete(Object|Bucket)|\*/.test(action))).toEqual([]);
});
