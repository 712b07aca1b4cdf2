import type { HeadBucketCommand } from '@aws-sdk/client-s3';
import type { Command } from './command.ts';
import { readJson, required, text } from './flag.ts';
import { openPlace, PLACE } from './place.ts';
import { printPresignedUrl } from './print-presigned-url.ts';
import { printable } from './printable.ts';
import { UsageError } from './usage-error.ts';

/** Any command's class: they differ in their input alone, which is not known before it is given. */
type AnyCommand = new (input: Readonly<Record<string, unknown>>) => HeadBucketCommand;

/** `command`: presigns any operation of the AWS SDK. */
export const PRESIGN_ANY: Command = {
  operand: 's3://bucket/key',
  about: 'Presigns any operation of S3 through the AWS SDK. The key may be left out.',
  flags: [
    required(text('name', 'OPERATION', 'such as HeadBucket or ListObjectsV2')),
    {
      option: 'input',
      value: 'JSON',
      help: 'its further input, as in the AWS SDK: \'{"Prefix":"in/"}\'',
      read: ([given = ''], flag) => readInput(given, flag),
    },
    ...PLACE,
  ],
  async run(given, output) {
    const { presigner, bucket, key, json, rest } = await openPlace(given);
    const { name, input, ...options } = rest;
    const sdk: object = await import('@aws-sdk/client-s3');
    const Operation = Object.entries(sdk).find(([one]) => one === `${name}Command`)?.[1] as
      | AnyCommand
      | undefined;
    if (Operation === undefined)
      throw new UsageError('--name takes an operation of S3, such as ListObjectsV2');
    const all = { Bucket: bucket, ...(key && { Key: key }), ...(input as object) };
    const presigned = await presigner.command(new Operation(all), options);
    printPresignedUrl(presigned, `${name} ${printable(given.operand)}`, json, output);
  },
};

function readInput(given: string, flag: string): object {
  const input = readJson(given, flag);
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw new UsageError(`${flag} takes a JSON object`);
  return input;
}
