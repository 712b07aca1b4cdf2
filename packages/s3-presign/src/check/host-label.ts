/** What one label of a host name can be: AWS makes host names of buckets and regions. */
export const HOST_LABEL: RegExp = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
