"""Archives to tables: shards of documents read by many processes, each exactly once.

| input | files | cut by |
|---|---|---|
| JSON Lines, CSV | .jsonl .ndjson .csv, also with .gz | lines and rows; in gzip by counting |
| Parquet | .parquet .pq | groups of rows |
| archives of the web | .warc .warc.gz | records |
| text, pages | .txt .md .html .htm | files |

`cutting.py` names shards, `engine.py` hands them to workers, `ledger.py` knows which are done.
"""
