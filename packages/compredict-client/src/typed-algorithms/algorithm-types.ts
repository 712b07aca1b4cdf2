import type { InstantResult, Results, Task } from '@x/result-schema';
import type {
  FeatureColumn,
  FeatureRows,
  Features,
  FeaturesTable,
  FeatureValue,
} from '../features/features.ts';
import type { JsonObject } from '../json-object.ts';

/**
 * The algorithms of your account, by id. Empty here: `npx @x/compredict-client types --out aicore.d.ts` writes a
 * declaration that fills it in, after which the compiler checks what is sent to them and knows what comes back. An id that
 * is not in it takes anything, as does one whose type is `string`.
 *
 * `features` has the type of one value for each column, `parameters` and `results` are as they are sent. They are those of
 * the latest version.
 */
// biome-ignore lint/suspicious/noEmptyInterface: declarations of users are merged into it
export interface AlgorithmTypes {}

/** An id that your account has, offered by editors, or any other text. */
export type AlgorithmId = keyof AlgorithmTypes | (string & {});

/** One part of what {@link AlgorithmTypes} says of an algorithm; `TUnknown` where it does not know it. */
type PartOf<TId extends string, TPart extends string, TUnknown> = TId extends keyof AlgorithmTypes
  ? AlgorithmTypes[TId] extends { readonly [TName in TPart]: infer TType }
    ? TType
    : TUnknown
  : TUnknown;

/** The features that an algorithm takes. `TRow` is the type of records for one whose columns are not known. */
export type FeaturesOf<TId extends string, TRow = never> =
  PartOf<TId, 'features', AnyRow> extends infer TKnown
    ? string extends keyof TKnown
      ? Features | FeatureRows<TRow>
      : ColumnsOf<TKnown> | readonly RecordOf<TKnown>[] | FeaturesTable
    : never;

type AnyRow = Readonly<Record<string, FeatureValue>>;

/** The parameters that an algorithm takes. */
export type ParametersOf<TId extends string> =
  PartOf<TId, 'parameters', Readonly<Record<string, unknown>>> extends infer TParameters
    ? string extends keyof TParameters
      ? JsonObject
      : TParameters
    : never;

/** What an algorithm computes. AI Core states it; nobody checks it when it arrives. */
export type ResultsOf<TId extends string> = PartOf<TId, 'results', Results>;

/** A task or instant result whose `results` are known. */
export type WithResults<T extends Task | InstantResult, TResults> = Results extends TResults
  ? T
  : T extends unknown
    ? Omit<T, 'results'> &
        (T extends InstantResult ? { readonly results: TResults } : { readonly results?: TResults })
    : never;

type ColumnsOf<TRow> = { readonly [TName in keyof TRow]: ColumnOf<NonNullable<TRow[TName]>> };
type RecordOf<TRow> = { readonly [TName in keyof TRow]: CellOf<NonNullable<TRow[TName]>> };

/** What stands in one row of a column. Null stands for no value; whether it may is left to AI Core. */
type CellOf<T> = [FeatureValue] extends [T | null | undefined] ? FeatureValue : KindOf<T> | null;

/** A column is of one kind of value: numbers or bigints, not both. */
type ColumnOf<T> = [FeatureValue] extends [T | null | undefined]
  ? FeatureColumn
  : [T] extends [number]
    ? readonly (number | null)[] | readonly (bigint | null)[] | TypedArray
    : readonly (KindOf<T> | null)[];

type KindOf<T> = T extends number ? number | bigint : T extends readonly unknown[] ? ListOfNumbers : T;
type ListOfNumbers = Exclude<Extract<FeatureValue, object>, Date>;
type TypedArray = Exclude<FeatureColumn, readonly unknown[]>;
