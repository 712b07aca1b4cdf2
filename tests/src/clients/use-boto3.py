"""Amazon's SDK for Python, by the settings in the environment: put, get, list, copy, delete, upload in parts, presign."""

import json
import os
import sys
import urllib.request

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.client import Config

endpoint, bucket, small, large, back = sys.argv[1:]
s3 = boto3.client("s3", endpoint_url=endpoint, config=Config(signature_version="s3v4"))


def read(path):
    with open(path, "rb") as file:
        return file.read()


key = "boto3/small ü+%.txt"
s3.put_object(Bucket=bucket, Key=key, Body=read(small), ContentType="text/plain", Metadata={"trip": "7"})
answer = s3.get_object(Bucket=bucket, Key=key)
assert answer["Body"].read() == read(small)
assert answer["Metadata"] == {"trip": "7"} and answer["ContentType"] == "text/plain", answer

config = TransferConfig(multipart_threshold=10_000_000, multipart_chunksize=10_000_000)
s3.upload_file(large, bucket, "boto3/large", Config=config)
s3.download_file(bucket, "boto3/large", back, Config=config)
assert read(back) == read(large)
s3.copy({"Bucket": bucket, "Key": "boto3/large"}, bucket, "boto3/copy", Config=config)

pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="boto3/", PaginationConfig={"PageSize": 2})
keys = [entry["Key"] for page in pages for entry in page["Contents"]]
assert keys == ["boto3/copy", "boto3/large", key], keys

url = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": key}, ExpiresIn=300)
assert urllib.request.urlopen(url).read() == read(small)
url = s3.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "boto3/put"}, ExpiresIn=300)
urllib.request.urlopen(urllib.request.Request(url, data=b"put", method="PUT"))
assert s3.head_object(Bucket=bucket, Key="boto3/put")["ContentLength"] == 3
post = s3.generate_presigned_post(bucket, "boto3/post", Conditions=[["content-length-range", 1, 10]])
print(json.dumps(post))

s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": name} for name in [*keys, "boto3/put"]]})
assert s3.list_objects_v2(Bucket=bucket)["KeyCount"] == 0
