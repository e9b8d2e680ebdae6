PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO settings VALUES('revision','6');
CREATE TABLE stores (id TEXT PRIMARY KEY, name TEXT NOT NULL, zone TEXT NOT NULL)
  STRICT, WITHOUT ROWID;
INSERT INTO stores VALUES('harbour','Shop harbour','Europe/London');
CREATE TABLE devices (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  public_key BLOB UNIQUE,            -- NULL for imports
  store TEXT NOT NULL,
  touchpoint TEXT NOT NULL,
  state TEXT NOT NULL,
  log INTEGER NOT NULL,
  counter_highest INTEGER NOT NULL,
  counter_seen INTEGER NOT NULL,     -- 64 bits
  app_version TEXT NOT NULL,
  formats TEXT NOT NULL,             -- {"definition":[1],"response":[1]}
  enrolled_at_ms INTEGER NOT NULL,
  seen_at_ms INTEGER,
  heartbeat TEXT NOT NULL) STRICT;
INSERT INTO devices VALUES(1,'dev-1',X'c84b4e80e85f13d19030d3a089ba7b713c7a559aa5eb1a7ecc405595e19a9b32','harbour','fitting-room','active',1,2,3,'0.1.0','{"definition":[1],"response":[1]}',1772546400000,1772546400000,'');
INSERT INTO devices VALUES(2,'import:old',NULL,'','','import',1,0,0,'','{"definition":[],"response":[]}',1772546400000,NULL,'');
CREATE TABLE logs (
  device TEXT NOT NULL,
  log INTEGER NOT NULL,
  received_to INTEGER NOT NULL,
  chain BLOB NOT NULL,
  reported_next INTEGER NOT NULL,
  reported_chain BLOB NOT NULL,
  reported_waiting INTEGER NOT NULL,
  reported_at_ms INTEGER,
  forked INTEGER NOT NULL,
  PRIMARY KEY (device, log)) STRICT, WITHOUT ROWID;
INSERT INTO logs VALUES('dev-1',1,5,X'49a30e0013af94c906b093518841ff9a905749dd7028c4ab89121a333bb3e9ad',0,X'',0,NULL,0);
INSERT INTO logs VALUES('import:old',1,1,X'9a749b3127044a3045340763681283440521bd8727d18eae0abc6a68015d9163',0,X'',0,NULL,0);
CREATE TABLE ledger (
  device TEXT NOT NULL,
  log INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  data_hash BLOB NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT NOT NULL,
  kind TEXT NOT NULL,
  survey TEXT NOT NULL,
  version INTEGER NOT NULL,
  day INTEGER,
  external_id TEXT,                  -- imports only
  PRIMARY KEY (device, log, sequence)) STRICT, WITHOUT ROWID;
INSERT INTO ledger VALUES('dev-1',1,1,X'be8b4390e334a895a34a56ac7f8893b52bd247c58dca2aa9811cbcf7e2e5fe56','stored','','response','fitting-rooms',1,20515,NULL);
INSERT INTO ledger VALUES('dev-1',1,2,X'64ec903f920756ae71f97cced1c3e9dba375026990b619508be0faa417ac138f','stored','','response','fitting-rooms',1,20515,NULL);
INSERT INTO ledger VALUES('dev-1',1,3,X'5502df4224ec485a48170ecf1b5e41079759c6ddf52e5d36863220437855879f','quarantined','answer_out_of_range','response','fitting-rooms',1,NULL,NULL);
INSERT INTO ledger VALUES('dev-1',1,4,X'3a2e0facce7e04a50232d3c00f2201e999a0a195c8295556d470d7593e88c02a','stored','','interaction','interaction',1,20515,NULL);
INSERT INTO ledger VALUES('dev-1',1,5,X'0cfd0d60d1d29567958dc2f68688808365f59e21104d5524ce33770a39b682f9','stored','','star','star',1,20515,NULL);
INSERT INTO ledger VALUES('import:old',1,1,X'8e3b4a7745c9b639e602306c2c35e57f7356799cb37bcd0caea29016397d6d98','stored','','response','old-results',1,20394,'1');
CREATE TABLE epochs (
  device TEXT NOT NULL,
  log INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  seal_key TEXT NOT NULL,
  sealed BLOB NOT NULL,
  recovery BLOB NOT NULL,
  PRIMARY KEY (device, log, epoch)) STRICT, WITHOUT ROWID;
INSERT INTO epochs VALUES('dev-1',1,1,'c1',X'81a703e3ccd260f2bb75c4797137678e72a6c1d6a2234a781fa66c4dd65beb4acaa57f7c2bf82b75c0f0421066e04a6825590a9075c3624a42b5b758c56ce4c1580411603be7bf0daf78585339dfcbb2',X'ece081f83b157a60a5f7b6db60478b45524f06dc3361dd258082917bbe753e512b11d42e59461d6b8d9589612efc230a777b9faca826cbe353839abc36569dec189209ad9e9b560b14c05fc1e1e2d3d8');
CREATE TABLE responses (
  place INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order of arrival
  device TEXT NOT NULL,
  log INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  survey TEXT NOT NULL,
  version INTEGER NOT NULL,
  store TEXT NOT NULL,
  touchpoint TEXT NOT NULL,
  language TEXT NOT NULL,
  day INTEGER NOT NULL,
  started_at_ms INTEGER NOT NULL,
  time_quality TEXT NOT NULL,
  completion TEXT NOT NULL,
  flagged INTEGER NOT NULL,
  body TEXT NOT NULL,
  received_at_ms INTEGER NOT NULL,
  mac BLOB NOT NULL, withdraw_hash TEXT, comments_erased INTEGER NOT NULL DEFAULT 0,
  UNIQUE (device, log, sequence)) STRICT;
INSERT INTO responses VALUES(1,'dev-1',1,1,'fitting-rooms',1,'harbour','fitting-room','en',20515,1772546280000,'exact','complete',0,'{"format":1,"survey":"fitting-rooms","version":1,"language":"en","touchpoint":"fitting-room","completion":"complete","boot":"boot-1","mono_start_ms":880000,"mono_end_ms":1000000,"wall_start_ms":1772546280000,"wall_end_ms":1772546400000,"answers":{"reason":{"state":"answered","value":["buy","look"],"ms":1500},"recommend":{"state":"answered","value":9,"ms":1500},"rooms":{"state":"answered","value":4,"ms":1500},"rooms.why":{"state":"answered","value":"Clean and quick.","ms":1500},"used":{"state":"answered","value":true,"ms":1500}},"flags":[],"withdraw_hash":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}',1772546400000,X'254740a3e9930370aa3b3d8f45ffa121a612197872f4e04b392d1221eae76a31','AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',0);
INSERT INTO responses VALUES(2,'dev-1',1,2,'fitting-rooms',1,'harbour','fitting-room','en',20515,1772546280000,'exact','complete',0,'{"format":1,"survey":"fitting-rooms","version":1,"language":"en","touchpoint":"fitting-room","completion":"complete","boot":"boot-1","mono_start_ms":880000,"mono_end_ms":1000000,"wall_start_ms":1772546280000,"wall_end_ms":1772546400000,"answers":{"reason":{"state":"answered","value":["buy","look"],"ms":1500},"recommend":{"state":"answered","value":9,"ms":1500},"rooms":{"state":"answered","value":4,"ms":1500},"rooms.why":{"state":"answered","value":"Clean and quick.","ms":1500},"used":{"state":"answered","value":true,"ms":1500}},"flags":[]}',1772546400000,X'dd72ee0314b873fbf7bb954c97a9029d5b06c2bd422b1463451f395205ea493a',NULL,0);
INSERT INTO responses VALUES(3,'import:old',1,1,'old-results',1,'harbour','fitting-room','en',20394,1762041600000,'imported','complete',0,'{"format":1,"survey":"old-results","version":1,"language":"en","touchpoint":"fitting-room","completion":"complete","boot":"boot-1","mono_start_ms":880000,"mono_end_ms":1000000,"wall_start_ms":1772546280000,"wall_end_ms":1772546400000,"answers":{"reason":{"state":"answered","value":["buy","look"]},"recommend":{"state":"answered","value":9},"rooms":{"state":"answered","value":4},"rooms.why":{"state":"answered","value":"Clean and quick."},"used":{"state":"answered","value":true}},"flags":[]}',1772546400000,X'4f4e9bd9162cd715fc670f1e056c8aab3af05fc126b05ac699a94f6da40e0ba2',NULL,0);
CREATE TABLE quarantine (
  device TEXT NOT NULL,
  log INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  survey TEXT NOT NULL,
  version INTEGER NOT NULL,
  response_format INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  data BLOB NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT NOT NULL,
  boot TEXT NOT NULL,
  sent_mono_ms INTEGER NOT NULL,
  received_at_ms INTEGER NOT NULL, sealed_log INTEGER, sealed_sequence INTEGER,
  PRIMARY KEY (device, log, sequence)) STRICT;
INSERT INTO quarantine VALUES('dev-1',1,3,'fitting-rooms',1,1,1,X'8272ad4214392dfe275b0c3ba8c7f7180335095f34693466f6e31ebd2554868956f58f3342f9bea7aff1cc74ebe1c8ea15a36f9d95bd5bc63146226ae3c538703da01329c631780902eb73072a78d595542cc935bb05c563196ec154a5e86e49f4eb8397dfd9b7bfcb27a3fd344c99223a07829a238c8581bd574aedf9c65ade7d6dc8e745d45a3d7f75cd55482de99b6267842b33233d90225ae98b3f3b8a26e48ea307ef8e21e4a4f4bc013f82c38c63a3e62bfb89e24afc165337782b756c72a1c6f7ff7c5db39a554f93d41602c89d50abe0346f4695f65f41074a37c63a1299eb2c58462e3d7a9e3792d3bd64167d32ae0e5f9520cace673680906d0ee0f38e0a13a2aa1dd5486845deea57dbe040ead9b1a4fb6062ccc6191693a2f39ec7d58a00284ac79d2486b82dc037b21360','answer_out_of_range','"rooms": 9 is not from 1 to 5','boot-1',1000000,1772546400000,NULL,NULL);
CREATE TABLE definitions (
  survey TEXT NOT NULL,
  version INTEGER NOT NULL,
  format INTEGER NOT NULL,
  use TEXT NOT NULL,
  state TEXT NOT NULL,
  published_at_ms INTEGER NOT NULL,
  rollout_stores TEXT NOT NULL,      -- JSON list; empty: all
  rollout_percent INTEGER NOT NULL,
  title TEXT NOT NULL,
  bytes TEXT NOT NULL,
  envelope TEXT NOT NULL,
  envelope_sha256 BLOB NOT NULL,
  PRIMARY KEY (survey, version)) STRICT;
INSERT INTO definitions VALUES('fitting-rooms',1,1,'kiosk','retired',1772546400000,'[]',100,'Your visit',replace('{"format": 1, "id": "fitting-rooms", "version": 1,\n  "title": {"en": "Your visit"}, "headline": {"en": "How did today go?"},\n  "purpose": {"en": "The team in this shop reads every answer on Monday."},\n  "owner": "Store operations", "touchpoint": "fitting-room", "phase": "leave",\n  "languages": ["en"],\n  "questions": [\n    {"id": "used", "kind": "yes_no", "text": {"en": "Did you try something on today?"}},\n    {"id": "rooms", "kind": "scale", "scale": "faces5", "metric": "csat",\n     "topic": {"en": "Fitting rooms"}, "text": {"en": "How were the fitting rooms today?"},\n     "labels": {"en": ["Very poor", "Poor", "Okay", "Good", "Very good"]},\n     "why": {"en": "What is the main reason?"}},\n    {"id": "recommend", "kind": "scale", "scale": "zero_to_ten", "metric": "nps",\n     "text": {"en": "How likely are you to recommend this shop?"},\n     "labels": {"en": ["Not at all", "Certainly"]}},\n    {"id": "reason", "kind": "choices", "max_choices": 3,\n     "text": {"en": "What did you come for?"},\n     "options": [{"id": "buy", "text": {"en": "To buy"}},\n                 {"id": "look", "text": {"en": "To look around"}},\n                 {"id": "other", "text": {"en": "Something else"}}]}\n  ]}','\n',char(10)),'{"payloadType":"application/vnd.afterword.definition+json","payload":"eyJmb3JtYXQiOiAxLCAiaWQiOiAiZml0dGluZy1yb29tcyIsICJ2ZXJzaW9uIjogMSwKICAidGl0bGUiOiB7ImVuIjogIllvdXIgdmlzaXQifSwgImhlYWRsaW5lIjogeyJlbiI6ICJIb3cgZGlkIHRvZGF5IGdvPyJ9LAogICJwdXJwb3NlIjogeyJlbiI6ICJUaGUgdGVhbSBpbiB0aGlzIHNob3AgcmVhZHMgZXZlcnkgYW5zd2VyIG9uIE1vbmRheS4ifSwKICAib3duZXIiOiAiU3RvcmUgb3BlcmF0aW9ucyIsICJ0b3VjaHBvaW50IjogImZpdHRpbmctcm9vbSIsICJwaGFzZSI6ICJsZWF2ZSIsCiAgImxhbmd1YWdlcyI6IFsiZW4iXSwKICAicXVlc3Rpb25zIjogWwogICAgeyJpZCI6ICJ1c2VkIiwgImtpbmQiOiAieWVzX25vIiwgInRleHQiOiB7ImVuIjogIkRpZCB5b3UgdHJ5IHNvbWV0aGluZyBvbiB0b2RheT8ifX0sCiAgICB7ImlkIjogInJvb21zIiwgImtpbmQiOiAic2NhbGUiLCAic2NhbGUiOiAiZmFjZXM1IiwgIm1ldHJpYyI6ICJjc2F0IiwKICAgICAidG9waWMiOiB7ImVuIjogIkZpdHRpbmcgcm9vbXMifSwgInRleHQiOiB7ImVuIjogIkhvdyB3ZXJlIHRoZSBmaXR0aW5nIHJvb21zIHRvZGF5PyJ9LAogICAgICJsYWJlbHMiOiB7ImVuIjogWyJWZXJ5IHBvb3IiLCAiUG9vciIsICJPa2F5IiwgIkdvb2QiLCAiVmVyeSBnb29kIl19LAogICAgICJ3aHkiOiB7ImVuIjogIldoYXQgaXMgdGhlIG1haW4gcmVhc29uPyJ9fSwKICAgIHsiaWQiOiAicmVjb21tZW5kIiwgImtpbmQiOiAic2NhbGUiLCAic2NhbGUiOiAiemVyb190b190ZW4iLCAibWV0cmljIjogIm5wcyIsCiAgICAgInRleHQiOiB7ImVuIjogIkhvdyBsaWtlbHkgYXJlIHlvdSB0byByZWNvbW1lbmQgdGhpcyBzaG9wPyJ9LAogICAgICJsYWJlbHMiOiB7ImVuIjogWyJOb3QgYXQgYWxsIiwgIkNlcnRhaW5seSJdfX0sCiAgICB7ImlkIjogInJlYXNvbiIsICJraW5kIjogImNob2ljZXMiLCAibWF4X2Nob2ljZXMiOiAzLAogICAgICJ0ZXh0IjogeyJlbiI6ICJXaGF0IGRpZCB5b3UgY29tZSBmb3I/In0sCiAgICAgIm9wdGlvbnMiOiBbeyJpZCI6ICJidXkiLCAidGV4dCI6IHsiZW4iOiAiVG8gYnV5In19LAogICAgICAgICAgICAgICAgIHsiaWQiOiAibG9vayIsICJ0ZXh0IjogeyJlbiI6ICJUbyBsb29rIGFyb3VuZCJ9fSwKICAgICAgICAgICAgICAgICB7ImlkIjogIm90aGVyIiwgInRleHQiOiB7ImVuIjogIlNvbWV0aGluZyBlbHNlIn19XX0KICBdfQ==","signatures":[{"keyid":"s1","sig":"RcSQ4w3D94WHfQYbFfrLFDISiQHX9qNV0DxP4al6ldBt8TeV46oppCI0e/xEnX1Z6zWNtKZ6n0zrNiH+tZv0BQ=="}]}',X'4ae3210215ffbef585b8196fd6c41bed3cd861d148861071c01bef87d37317e8');
INSERT INTO definitions VALUES('old-results',1,1,'import','live',1772546400000,'[]',100,'Results from before',replace('{"format": 1, "id": "old-results", "version": 1, "use": "import",\n  "title": {"en": "Results from before"}, "purpose": {"en": "Kept for comparison."},\n  "owner": "Store operations", "touchpoint": "fitting-room", "languages": ["en"],\n  "questions": [\n    {"id": "used", "kind": "yes_no", "text": {"en": "Did you try something on today?"}},\n    {"id": "rooms", "kind": "scale", "scale": "faces5", "metric": "csat",\n     "topic": {"en": "Fitting rooms"}, "text": {"en": "How were the fitting rooms today?"},\n     "labels": {"en": ["Very poor", "Poor", "Okay", "Good", "Very good"]},\n     "why": {"en": "What is the main reason?"}},\n    {"id": "recommend", "kind": "scale", "scale": "zero_to_ten", "metric": "nps",\n     "text": {"en": "How likely are you to recommend this shop?"},\n     "labels": {"en": ["Not at all", "Certainly"]}},\n    {"id": "reason", "kind": "choices", "max_choices": 3,\n     "text": {"en": "What did you come for?"},\n     "options": [{"id": "buy", "text": {"en": "To buy"}},\n                 {"id": "look", "text": {"en": "To look around"}},\n                 {"id": "other", "text": {"en": "Something else"}}]}\n  ]}','\n',char(10)),'{"payloadType":"application/vnd.afterword.definition+json","payload":"eyJmb3JtYXQiOiAxLCAiaWQiOiAib2xkLXJlc3VsdHMiLCAidmVyc2lvbiI6IDEsICJ1c2UiOiAiaW1wb3J0IiwKICAidGl0bGUiOiB7ImVuIjogIlJlc3VsdHMgZnJvbSBiZWZvcmUifSwgInB1cnBvc2UiOiB7ImVuIjogIktlcHQgZm9yIGNvbXBhcmlzb24uIn0sCiAgIm93bmVyIjogIlN0b3JlIG9wZXJhdGlvbnMiLCAidG91Y2hwb2ludCI6ICJmaXR0aW5nLXJvb20iLCAibGFuZ3VhZ2VzIjogWyJlbiJdLAogICJxdWVzdGlvbnMiOiBbCiAgICB7ImlkIjogInVzZWQiLCAia2luZCI6ICJ5ZXNfbm8iLCAidGV4dCI6IHsiZW4iOiAiRGlkIHlvdSB0cnkgc29tZXRoaW5nIG9uIHRvZGF5PyJ9fSwKICAgIHsiaWQiOiAicm9vbXMiLCAia2luZCI6ICJzY2FsZSIsICJzY2FsZSI6ICJmYWNlczUiLCAibWV0cmljIjogImNzYXQiLAogICAgICJ0b3BpYyI6IHsiZW4iOiAiRml0dGluZyByb29tcyJ9LCAidGV4dCI6IHsiZW4iOiAiSG93IHdlcmUgdGhlIGZpdHRpbmcgcm9vbXMgdG9kYXk/In0sCiAgICAgImxhYmVscyI6IHsiZW4iOiBbIlZlcnkgcG9vciIsICJQb29yIiwgIk9rYXkiLCAiR29vZCIsICJWZXJ5IGdvb2QiXX0sCiAgICAgIndoeSI6IHsiZW4iOiAiV2hhdCBpcyB0aGUgbWFpbiByZWFzb24/In19LAogICAgeyJpZCI6ICJyZWNvbW1lbmQiLCAia2luZCI6ICJzY2FsZSIsICJzY2FsZSI6ICJ6ZXJvX3RvX3RlbiIsICJtZXRyaWMiOiAibnBzIiwKICAgICAidGV4dCI6IHsiZW4iOiAiSG93IGxpa2VseSBhcmUgeW91IHRvIHJlY29tbWVuZCB0aGlzIHNob3A/In0sCiAgICAgImxhYmVscyI6IHsiZW4iOiBbIk5vdCBhdCBhbGwiLCAiQ2VydGFpbmx5Il19fSwKICAgIHsiaWQiOiAicmVhc29uIiwgImtpbmQiOiAiY2hvaWNlcyIsICJtYXhfY2hvaWNlcyI6IDMsCiAgICAgInRleHQiOiB7ImVuIjogIldoYXQgZGlkIHlvdSBjb21lIGZvcj8ifSwKICAgICAib3B0aW9ucyI6IFt7ImlkIjogImJ1eSIsICJ0ZXh0IjogeyJlbiI6ICJUbyBidXkifX0sCiAgICAgICAgICAgICAgICAgeyJpZCI6ICJsb29rIiwgInRleHQiOiB7ImVuIjogIlRvIGxvb2sgYXJvdW5kIn19LAogICAgICAgICAgICAgICAgIHsiaWQiOiAib3RoZXIiLCAidGV4dCI6IHsiZW4iOiAiU29tZXRoaW5nIGVsc2UifX1dfQogIF19","signatures":[{"keyid":"s1","sig":"DiULiwxQ4KaarxsPSUyW7a8/UqFwAHCmdLf3h3TnlL8jC//uv9BAcK1wAFt7+KegQDYcDjfy77NW9WrYoVGlDQ=="}]}',X'1b37ec95708f8c5ac28c35d77d68e74f1d44ed59f34a9687bc8cc772ad7bce6d');
CREATE TABLE retirements (
  survey TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  envelope TEXT NOT NULL,
  envelope_sha256 BLOB NOT NULL) STRICT;
INSERT INTO retirements VALUES('fitting-rooms',1,'{"payloadType":"application/vnd.afterword.retire+json","payload":"eyJzdXJ2ZXkiOiJmaXR0aW5nLXJvb21zIiwidmVyc2lvbiI6MX0=","signatures":[{"keyid":"s1","sig":"0Ge4kBMN3otW8Nr5VkXSgVBs13aFIzxQvo3jjmenZl0HXLcBnuKIzp1OCs0BzH7ntajGr9YR3uw+Uck1maHVCQ=="}]}',X'2d95d637b3fea1204dc6e4d0b1bdd0f2c1712ccdbf51b3b053ff87e2c768a013');
CREATE TABLE series (
  number INTEGER PRIMARY KEY,
  survey TEXT NOT NULL,
  question TEXT NOT NULL,
  kind TEXT NOT NULL,
  scale TEXT NOT NULL,
  options TEXT NOT NULL,             -- JSON list, in the order of the cube's places
  UNIQUE (survey, question)) STRICT;
INSERT INTO series VALUES(1,'fitting-rooms','used','yes_no','faces5','[]');
INSERT INTO series VALUES(2,'fitting-rooms','rooms','scale','faces5','[]');
INSERT INTO series VALUES(3,'fitting-rooms','recommend','scale','zero_to_ten','[]');
INSERT INTO series VALUES(4,'fitting-rooms','reason','choices','faces5','["buy","look","other"]');
INSERT INTO series VALUES(5,'old-results','used','yes_no','faces5','[]');
INSERT INTO series VALUES(6,'old-results','rooms','scale','faces5','[]');
INSERT INTO series VALUES(7,'old-results','recommend','scale','zero_to_ten','[]');
INSERT INTO series VALUES(8,'old-results','reason','choices','faces5','["buy","look","other"]');
CREATE TABLE items (
  id INTEGER PRIMARY KEY,
  survey TEXT NOT NULL,
  version INTEGER NOT NULL,
  question TEXT NOT NULL,
  UNIQUE (survey, version, question)) STRICT;
INSERT INTO items VALUES(1,'fitting-rooms',1,'used');
INSERT INTO items VALUES(2,'fitting-rooms',1,'rooms');
INSERT INTO items VALUES(3,'fitting-rooms',1,'rooms.why');
INSERT INTO items VALUES(4,'fitting-rooms',1,'recommend');
INSERT INTO items VALUES(5,'fitting-rooms',1,'reason');
INSERT INTO items VALUES(6,'old-results',1,'used');
INSERT INTO items VALUES(7,'old-results',1,'rooms');
INSERT INTO items VALUES(8,'old-results',1,'rooms.why');
INSERT INTO items VALUES(9,'old-results',1,'recommend');
INSERT INTO items VALUES(10,'old-results',1,'reason');
CREATE TABLE cube (
  item INTEGER NOT NULL REFERENCES items(id),
  day INTEGER NOT NULL,
  store TEXT NOT NULL,
  touchpoint TEXT NOT NULL,
  language TEXT NOT NULL,
  segment TEXT NOT NULL,
  flagged INTEGER NOT NULL,
  answered INTEGER NOT NULL,
  not_applicable INTEGER NOT NULL,
  skipped INTEGER NOT NULL,
  not_shown INTEGER NOT NULL,
  v0 INTEGER NOT NULL, v1 INTEGER NOT NULL, v2 INTEGER NOT NULL, v3 INTEGER NOT NULL,
  v4 INTEGER NOT NULL, v5 INTEGER NOT NULL, v6 INTEGER NOT NULL, v7 INTEGER NOT NULL,
  v8 INTEGER NOT NULL, v9 INTEGER NOT NULL, v10 INTEGER NOT NULL, v11 INTEGER NOT NULL,
  PRIMARY KEY (item, day, store, touchpoint, language, segment, flagged)) STRICT, WITHOUT ROWID;
INSERT INTO cube VALUES(1,20515,'harbour','fitting-room','en','',0,2,0,0,0,0,2,0,0,0,0,0,0,0,0,0,0);
INSERT INTO cube VALUES(2,20515,'harbour','fitting-room','en','',0,2,0,0,0,0,0,0,0,2,0,0,0,0,0,0,0);
INSERT INTO cube VALUES(3,20515,'harbour','fitting-room','en','',0,2,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0);
INSERT INTO cube VALUES(4,20515,'harbour','fitting-room','en','',0,2,0,0,0,0,0,0,0,0,0,0,0,0,2,0,0);
INSERT INTO cube VALUES(5,20515,'harbour','fitting-room','en','',0,2,0,0,0,2,2,0,0,0,0,0,0,0,0,0,0);
INSERT INTO cube VALUES(6,20394,'harbour','fitting-room','en','',0,1,0,0,0,0,1,0,0,0,0,0,0,0,0,0,0);
INSERT INTO cube VALUES(7,20394,'harbour','fitting-room','en','',0,1,0,0,0,0,0,0,0,1,0,0,0,0,0,0,0);
INSERT INTO cube VALUES(8,20394,'harbour','fitting-room','en','',0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0);
INSERT INTO cube VALUES(9,20394,'harbour','fitting-room','en','',0,1,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0);
INSERT INTO cube VALUES(10,20394,'harbour','fitting-room','en','',0,1,0,0,0,1,1,0,0,0,0,0,0,0,0,0,0);
CREATE TABLE enrol_codes (
  selector TEXT PRIMARY KEY,
  hash BLOB NOT NULL,
  store TEXT NOT NULL,
  touchpoint TEXT NOT NULL,
  expires_at_ms INTEGER NOT NULL,
  tries_left INTEGER NOT NULL,
  used INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO enrol_codes VALUES('D0P',X'218123d03e85cc9c268b67b3e65bf9695b89d8b04fc34db41cafcea9fbf3ebeb','harbour','fitting-room',1772547000000,5,1);
CREATE TABLE tallies (
  device TEXT NOT NULL,
  day INTEGER NOT NULL,
  survey TEXT NOT NULL,
  name TEXT NOT NULL,
  revision INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (device, day, survey, name)) STRICT, WITHOUT ROWID;
CREATE TABLE users (
  name TEXT PRIMARY KEY,
  password_hash TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE tokens (
  hash BLOB PRIMARY KEY,
  name TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO tokens VALUES(X'61d8944cffb3d2bdeeb6d2284106ffd8c77800977459c0cfc0e8ecc139c02e2f','tester',1772546400000);
CREATE TABLE sessions (
  hash BLOB PRIMARY KEY,
  user TEXT NOT NULL,
  csrf TEXT NOT NULL,
  expires_at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE login_links (
  hash BLOB PRIMARY KEY,
  user TEXT NOT NULL,
  expires_at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE audit (
  number INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  detail TEXT NOT NULL,
  hash BLOB NOT NULL) STRICT;
INSERT INTO audit VALUES(1,1772546400000,'tester','store_set','harbour Europe/London Shop harbour',X'30c50b74f147172948d56f832cd9c2ef48516c32cae0a80bc9dfbbfd204183c3');
INSERT INTO audit VALUES(2,1772546400000,'tester','survey_published','fitting-rooms 1',X'62ce5fd41c558a7de374bdba0c5cb4a94b59d1ec02ac1d5bf92cd77edb58eb85');
INSERT INTO audit VALUES(3,1772546400000,'tester','survey_published','old-results 1',X'61d438956b0361aa07e4a2f623314930d0de94395c5d810dfd1246f81c5a74d6');
INSERT INTO audit VALUES(4,1772546400000,'tester','enrol_code_made','harbour fitting-room',X'94d3d4f4402da2231a18ae97ca6e97478cdd626f0dbd82e84a25b2e443052f7e');
INSERT INTO audit VALUES(5,1772546400000,'dev-1','device_enrolled','harbour fitting-room',X'0be231e79ac162543c962aec95c5d9f890805f179082e391c9b6d03ed8a3d872');
INSERT INTO audit VALUES(6,1772546400000,'tester','responses_imported','1 into old-results version 1 as import:old',X'e2bf635d1b345b5b7a6160eec49baf76a7664224628550db7185d09b80ecaa8d');
INSERT INTO audit VALUES(7,1772546400000,'tester','card_added','1 {"en":"New lamps."}',X'6f4a539eb4b113f9b75a4a3b0ecac4134d2d3c4db4ccee16246127cadbd78f84');
INSERT INTO audit VALUES(8,1772546400000,'tester','survey_retired','fitting-rooms 1',X'2716c406f54f5de4af8223e068703f858990038d1ae5393c3363b5670c7459a6');
CREATE TABLE cards (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  day TEXT NOT NULL,
  stores TEXT NOT NULL,              -- JSON list; empty: all
  body TEXT NOT NULL) STRICT;
INSERT INTO cards VALUES(1,'2026-03-02','[]','{"said":{"en":"It is dark."},"did":{"en":"New lamps."},"refused":false,"day":"2026-03-02"}');
CREATE TABLE withdrawals (
  hash TEXT NOT NULL,
  store TEXT NOT NULL,
  day INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL,
  PRIMARY KEY (hash, store, day)) STRICT, WITHOUT ROWID;
INSERT INTO withdrawals VALUES('another','harbour',20515,1772547400000);
CREATE TABLE interactions (
  place INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order of arrival
  device TEXT NOT NULL,
  log INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  store TEXT NOT NULL,
  touchpoint TEXT NOT NULL,
  day INTEGER NOT NULL,
  started_at_ms INTEGER NOT NULL,
  time_quality TEXT NOT NULL,
  body TEXT NOT NULL,
  received_at_ms INTEGER NOT NULL,
  mac BLOB NOT NULL,
  category TEXT NOT NULL,
  solved TEXT NOT NULL,
  handed_over INTEGER NOT NULL,
  duration_ms INTEGER NOT NULL,
  UNIQUE (device, log, sequence)) STRICT;
INSERT INTO interactions VALUES(1,'dev-1',1,4,'harbour','fitting-room',20515,1772546340000,'exact','{"format":1,"category":"return","solved":"yes","touchpoint":"fitting-room","handed_over":false,"boot":"boot-1","mono_start_ms":940000,"mono_end_ms":1000000,"wall_start_ms":1772546340000,"wall_end_ms":1772546400000}',1772546400000,X'04eade25754c35dca204d25d6d3b0802f937a3512ee6d5972ea2a2b0ee56a268','return','yes',0,60000);
CREATE TABLE stars (
  place INTEGER PRIMARY KEY AUTOINCREMENT,
  device TEXT NOT NULL,
  log INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  store TEXT NOT NULL,
  touchpoint TEXT NOT NULL,
  day INTEGER NOT NULL,
  started_at_ms INTEGER NOT NULL,
  time_quality TEXT NOT NULL,
  body TEXT NOT NULL,
  received_at_ms INTEGER NOT NULL,
  mac BLOB NOT NULL,
  staff TEXT NOT NULL,               -- empty: the team
  given_by TEXT NOT NULL,
  UNIQUE (device, log, sequence)) STRICT;
INSERT INTO stars VALUES(1,'dev-1',1,5,'harbour','fitting-room',20515,1772546340000,'exact','{"format":1,"staff":"","by":"customer","touchpoint":"fitting-room","boot":"boot-1","mono_start_ms":940000,"mono_end_ms":1000000,"wall_start_ms":1772546340000,"wall_end_ms":1772546400000}',1772546400000,X'1978cc470052a7cfbc2e20446483adb4d5b772551d6f1a7d8e2b44ae8b2f1a01','','customer');
CREATE TABLE staff (
  store TEXT NOT NULL,
  id TEXT NOT NULL,
  first_name TEXT NOT NULL,
  role TEXT NOT NULL,
  on_stars INTEGER NOT NULL,
  pin TEXT NOT NULL,
  PRIMARY KEY (store, id)) STRICT, WITHOUT ROWID;
INSERT INTO staff VALUES('harbour','s-1','Ada','till',1,'');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('responses',3);
INSERT INTO sqlite_sequence VALUES('cards',1);
INSERT INTO sqlite_sequence VALUES('interactions',1);
INSERT INTO sqlite_sequence VALUES('stars',1);
CREATE UNIQUE INDEX ledger_by_external_id ON ledger(device, external_id)
  WHERE external_id IS NOT NULL;
CREATE INDEX ledger_unusual ON ledger(device, log, outcome) WHERE outcome <> 'stored';
CREATE INDEX responses_by_survey ON responses(survey, place);
CREATE INDEX responses_counted ON responses(survey, completion, version, day);
CREATE INDEX responses_by_withdraw_hash ON responses(withdraw_hash)
  WHERE withdraw_hash IS NOT NULL;
CREATE INDEX responses_with_comments ON responses(day) WHERE comments_erased = 0;
CREATE INDEX interactions_by_day ON interactions(store, day);
CREATE INDEX stars_by_day ON stars(store, day);
CREATE INDEX responses_by_store_day ON responses(store, day);
COMMIT;
PRAGMA user_version=4;
