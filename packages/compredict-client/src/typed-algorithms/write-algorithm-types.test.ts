import { Algorithm, type FormatNode } from '@x/result-schema';
import ts from 'typescript';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { writeAlgorithmTypes } from './write-algorithm-types.ts';

const node = (input_name: string, type: string, more: Partial<FormatNode> = {}) => ({
  input_name,
  type,
  ...more,
});
const algorithm = (id: string, version: object, more: object = {}) =>
  v.parse(Algorithm, { id, versions: [{ version: '1.0.0', ...version }], ...more });

const axleLoad = algorithm(
  'axle-load',
  {
    features_format: [
      node('data', 'dict', {
        children: [
          {
            ...node('speed', 'list'),
            description: 'km/h',
            children: [{ ...node('', 'numeric'), children: [] }],
          },
          { ...node('Engine torque', 'list'), mandatory: false, children: [] },
          { ...node('on', 'list'), children: [{ ...node('', 'bool'), children: [] }] },
        ],
      }),
      node('parameters', 'dict', {
        children: [{ ...node('window', 'numeric'), mandatory: false, children: [] }],
      }),
    ],
    output_format: [
      node('load', 'list'),
      node('peak', 'numeric'),
      node('axle', 'dict', {
        children: [
          { ...node('id', 'str'), children: [] },
          { ...node('x', 'complex'), children: [] },
        ],
      }),
      node('spectrum', 'list', {
        children: [{ ...node('', 'list'), children: [{ ...node('', 'numeric'), children: [] }] }],
      }),
    ],
  },
  { name: 'Axle Load', description: 'How heavy\n an axle is.' },
);
const bare = algorithm('bare', {});

test('every algorithm has its features, parameters and results, sorted', () => {
  expect(writeAlgorithmTypes([bare, axleLoad])).toBe(`\
// Written by \`compredict-client types\` of the algorithms that an AI Core account has. Do not edit: run it again.

import type { FeatureValue } from '@x/compredict-client';

declare module '@x/compredict-client' {
  interface AlgorithmTypes {
    /** Axle Load: How heavy an axle is. */
    "axle-load": {
      features: {
        "Engine torque"?: FeatureValue;
        on: boolean;
        /** km/h */
        speed: number;
      };
      parameters: {
        window?: number;
      };
      results: {
        axle: {
          id: string;
          x: unknown;
        };
        load: ReadonlyArray<unknown>;
        peak: number;
        spectrum: ReadonlyArray<ReadonlyArray<number>>;
      };
    };
    "bare": {
      features: Record<string, FeatureValue>;
      parameters: Readonly<Record<string, unknown>>;
      results: Readonly<Record<string, unknown>>;
    };
  }
}
`);
});

test('order and doubles of what AI Core sends make no difference', () => {
  const [version] = axleLoad.versions;
  const { features_format = [], output_format = [] } = version ?? {};
  const turned = { ...version, features_format, output_format: output_format.toReversed() };
  const older = { ...turned, version: '0.9.0', output_format: [] };
  const same = { ...axleLoad, versions: [older, turned] } as Algorithm;
  expect(writeAlgorithmTypes([same, bare, same])).toBe(writeAlgorithmTypes([bare, axleLoad]));
});

test('the latest version counts', () => {
  const versions = ['1.9.0', '1.10.0', '1.2.0'].map((version) => ({
    version,
    output_format: [node(`from ${version}`, 'str')],
  }));
  expect(writeAlgorithmTypes([v.parse(Algorithm, { id: 'a', versions })])).toContain(
    '"from 1.10.0": string;',
  );
});

test('names and descriptions never become code', () => {
  const hostile = [
    "x'; } } declare const pwned: 1; //",
    'a": any; } };\ninterface Injected {} "',
    '*/ export const pwned = 1; /*',
    '\u2028export const pwned = 1;',
    '\\u0022: 1',
    '`${pwned}`',
    '__proto__',
    'constructor',
    '\u202e dessrever',
    '\\',
    '',
  ];
  const nodes = hostile.map((name) => node(name, 'str', { description: name }));
  const text = writeAlgorithmTypes(
    hostile
      .filter((id) => id !== '')
      .map((id) =>
        algorithm(
          id,
          {
            features_format: [
              node('data', 'dict', { children: nodes.map((one) => ({ ...one, children: [] })) }),
            ],
            output_format: nodes,
          },
          { name: id, description: id },
        ),
      ),
  );
  const source = ts.createSourceFile('aicore.d.ts', text, ts.ScriptTarget.Latest, true);
  const { diagnostics = [] } = ts.transpileModule(text, { reportDiagnostics: true });
  expect(diagnostics).toEqual([]);
  // One import, one module with one interface, whose members have exactly the names that were given.
  expect(source.statements.map(({ kind }) => kind)).toEqual([
    ts.SyntaxKind.ImportDeclaration,
    ts.SyntaxKind.ModuleDeclaration,
  ]);
  const names = (parent: ts.Node | undefined): string[] => {
    const found: string[] = [];
    const visit = (child: ts.Node): void => {
      if (ts.isPropertySignature(child) && (ts.isIdentifier(child.name) || ts.isStringLiteral(child.name)))
        found.push(child.name.text);
      else ts.forEachChild(child, visit);
    };
    if (parent) ts.forEachChild(parent, visit);
    return found;
  };
  expect(names(source).toSorted()).toEqual(hostile.filter((id) => id !== '').toSorted());
  let deep: string[] = [];
  const collect = (child: ts.Node): void => {
    if (ts.isPropertySignature(child) && ts.isIdentifier(child.name) && child.name.text === 'results')
      deep = names(child.type);
    ts.forEachChild(child, collect);
  };
  collect(source);
  expect(deep.toSorted()).toEqual(hostile.toSorted());
  expect(text).not.toMatch(/[\u2028\u202e]/);
});
