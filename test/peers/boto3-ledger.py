"""Reads AISM's ledger table as any boto3 program does. Arguments: the endpoint's URL, the table, an address."""

import sys

import boto3
from boto3.dynamodb.conditions import Key

url, name, address = sys.argv[1:]
table = boto3.resource(
    "dynamodb",
    endpoint_url=url,
    region_name="eu-central-1",
    aws_access_key_id="sandbox",
    aws_secret_access_key="sandbox",
).Table(name)

record = table.get_item(Key={"pk": f"ADDR#{address}", "sk": "STATE"}, ConsistentRead=True)["Item"]
actions = table.query(KeyConditionExpression=Key("pk").eq(f"ACT#{address}"))["Items"]
print(record["block"]["by"], *[action["kind"] for action in actions])
