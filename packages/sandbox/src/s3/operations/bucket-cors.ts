import { CORS_METHODS, type CorsRule } from '../cors/cors-rule.ts';
import { isHeaderName } from '../header-text.ts';
import { fault, malformedXml } from '../s3-fault.ts';
import { existingBucket, noContent } from './existing.ts';
import type { Operation } from './operation.ts';
import { readXml } from './read-xml.ts';
import { xmlAnswer } from './xml-answer.ts';

const MAX_RULES = 100;

export const getCors: Operation = ({ store }, { address }) => {
  const { cors } = existingBucket(store, address);
  if (cors.length === 0)
    throw fault(404, 'NoSuchCORSConfiguration', 'The CORS configuration does not exist', {
      BucketName: address.bucket,
    });
  return xmlAnswer('CORSConfiguration', {
    CORSRule: cors.map(({ id, origins, methods, headers, exposed, maxAgeSeconds }) => ({
      ID: id,
      AllowedOrigin: origins,
      AllowedMethod: methods,
      AllowedHeader: headers,
      ExposeHeader: exposed,
      MaxAgeSeconds: maxAgeSeconds?.toString(),
    })),
  });
};

export const putCors: Operation = async ({ store }, call) => {
  const document = await readXml(call, 'CORSConfiguration');
  const rules = document.all('CORSRule').map((rule): CorsRule => {
    const id = rule.text('ID');
    const maxAge = rule.text('MaxAgeSeconds')?.trim();
    return {
      origins: rule.texts('AllowedOrigin'),
      methods: rule.texts('AllowedMethod'),
      headers: rule.texts('AllowedHeader'),
      exposed: rule.texts('ExposeHeader'),
      ...(id === undefined ? {} : { id }),
      ...(maxAge === undefined ? {} : { maxAgeSeconds: Number(maxAge) }),
    };
  });
  if (rules.length === 0 || rules.length > MAX_RULES) throw malformedXml();
  for (const rule of rules) check(rule);
  existingBucket(store, call.address).cors = rules;
  return { status: 200 };
};

export const deleteCors: Operation = ({ store }, { address }) => {
  existingBucket(store, address).cors = [];
  return noContent();
};

function check({ origins, methods, headers, exposed, maxAgeSeconds }: CorsRule): void {
  if (origins.length === 0 || methods.length === 0 || !Number.isInteger(maxAgeSeconds ?? 0))
    throw malformedXml();
  const unknown = methods.find((method) => !CORS_METHODS.includes(method));
  if (unknown !== undefined)
    throw fault(
      400,
      'InvalidRequest',
      `Found unsupported HTTP method in CORS config. Unsupported method is ${unknown}`,
    );
  for (const [name, patterns] of Object.entries({ AllowedOrigin: origins, AllowedHeader: headers }))
    for (const pattern of patterns)
      if (pattern.split('*').length > 2)
        throw fault(400, 'InvalidRequest', `${name} "${pattern}" can not have more than one wildcard.`);
  for (const name of exposed)
    if (!isHeaderName(name))
      throw fault(400, 'InvalidRequest', `ExposeHeader "${name}" contains invalid character.`);
}
