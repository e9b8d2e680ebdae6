PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE audit (
  number INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  detail TEXT NOT NULL,
  hash BLOB NOT NULL) STRICT;
INSERT INTO "audit" VALUES(1,1772546400000,'tester','store_set','harbour Europe/London Shop harbour',X'30C50B74F147172948D56F832CD9C2EF48516C32CAE0A80BC9DFBBFD204183C3');
INSERT INTO "audit" VALUES(2,1772546400000,'tester','survey_published','fitting-rooms 1',X'62CE5FD41C558A7DE374BDBA0C5CB4A94B59D1EC02AC1D5BF92CD77EDB58EB85');
INSERT INTO "audit" VALUES(3,1772546400000,'tester','survey_published','old-results 1',X'61D438956B0361AA07E4A2F623314930D0DE94395C5D810DFD1246F81C5A74D6');
INSERT INTO "audit" VALUES(4,1772546400000,'tester','enrol_code_made','harbour fitting-room',X'94D3D4F4402DA2231A18AE97CA6E97478CDD626F0DBD82E84A25B2E443052F7E');
INSERT INTO "audit" VALUES(5,1772546400000,'dev-1','device_enrolled','harbour fitting-room',X'0BE231E79AC162543C962AEC95C5D9F890805F179082E391C9B6D03ED8A3D872');
INSERT INTO "audit" VALUES(6,1772546400000,'tester','responses_imported','1 into old-results version 1 as import:old',X'E2BF635D1B345B5B7A6160EEC49BAF76A7664224628550DB7185D09B80ECAA8D');
INSERT INTO "audit" VALUES(7,1772546400000,'tester','survey_retired','fitting-rooms 1',X'2E6335F8542E765073D4D95F90B2266F303DE344CCA4920DE6F45765B3203264');
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
INSERT INTO "cube" VALUES(1,20515,'harbour','fitting-room','en','',0,2,0,0,0,0,2,0,0,0,0,0,0,0,0,0,0);
INSERT INTO "cube" VALUES(2,20515,'harbour','fitting-room','en','',0,2,0,0,0,0,0,0,0,2,0,0,0,0,0,0,0);
INSERT INTO "cube" VALUES(3,20515,'harbour','fitting-room','en','',0,2,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0);
INSERT INTO "cube" VALUES(4,20515,'harbour','fitting-room','en','',0,2,0,0,0,0,0,0,0,0,0,0,0,0,2,0,0);
INSERT INTO "cube" VALUES(5,20515,'harbour','fitting-room','en','',0,2,0,0,0,2,2,0,0,0,0,0,0,0,0,0,0);
INSERT INTO "cube" VALUES(6,20394,'harbour','fitting-room','en','',0,1,0,0,0,0,1,0,0,0,0,0,0,0,0,0,0);
INSERT INTO "cube" VALUES(7,20394,'harbour','fitting-room','en','',0,1,0,0,0,0,0,0,0,1,0,0,0,0,0,0,0);
INSERT INTO "cube" VALUES(8,20394,'harbour','fitting-room','en','',0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0);
INSERT INTO "cube" VALUES(9,20394,'harbour','fitting-room','en','',0,1,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0);
INSERT INTO "cube" VALUES(10,20394,'harbour','fitting-room','en','',0,1,0,0,0,1,1,0,0,0,0,0,0,0,0,0,0);
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
INSERT INTO "definitions" VALUES('fitting-rooms',1,1,'kiosk','retired',1772546400000,'[]',100,'Your visit','{"format": 1, "id": "fitting-rooms", "version": 1,
  "title": {"en": "Your visit"}, "headline": {"en": "How did today go?"},
  "purpose": {"en": "The team in this shop reads every answer on Monday."},
  "owner": "Store operations", "touchpoint": "fitting-room", "phase": "leave",
  "languages": ["en"],
  "questions": [
    {"id": "used", "kind": "yes_no", "text": {"en": "Did you try something on today?"}},
    {"id": "rooms", "kind": "scale", "scale": "faces5", "metric": "csat",
     "topic": {"en": "Fitting rooms"}, "text": {"en": "How were the fitting rooms today?"},
     "labels": {"en": ["Very poor", "Poor", "Okay", "Good", "Very good"]},
     "why": {"en": "What is the main reason?"}},
    {"id": "recommend", "kind": "scale", "scale": "zero_to_ten", "metric": "nps",
     "text": {"en": "How likely are you to recommend this shop?"},
     "labels": {"en": ["Not at all", "Certainly"]}},
    {"id": "reason", "kind": "choices", "max_choices": 3,
     "text": {"en": "What did you come for?"},
     "options": [{"id": "buy", "text": {"en": "To buy"}},
                 {"id": "look", "text": {"en": "To look around"}},
                 {"id": "other", "text": {"en": "Something else"}}]}
  ]}','{"payloadType":"application/vnd.afterword.definition+json","payload":"eyJmb3JtYXQiOiAxLCAiaWQiOiAiZml0dGluZy1yb29tcyIsICJ2ZXJzaW9uIjogMSwKICAidGl0bGUiOiB7ImVuIjogIllvdXIgdmlzaXQifSwgImhlYWRsaW5lIjogeyJlbiI6ICJIb3cgZGlkIHRvZGF5IGdvPyJ9LAogICJwdXJwb3NlIjogeyJlbiI6ICJUaGUgdGVhbSBpbiB0aGlzIHNob3AgcmVhZHMgZXZlcnkgYW5zd2VyIG9uIE1vbmRheS4ifSwKICAib3duZXIiOiAiU3RvcmUgb3BlcmF0aW9ucyIsICJ0b3VjaHBvaW50IjogImZpdHRpbmctcm9vbSIsICJwaGFzZSI6ICJsZWF2ZSIsCiAgImxhbmd1YWdlcyI6IFsiZW4iXSwKICAicXVlc3Rpb25zIjogWwogICAgeyJpZCI6ICJ1c2VkIiwgImtpbmQiOiAieWVzX25vIiwgInRleHQiOiB7ImVuIjogIkRpZCB5b3UgdHJ5IHNvbWV0aGluZyBvbiB0b2RheT8ifX0sCiAgICB7ImlkIjogInJvb21zIiwgImtpbmQiOiAic2NhbGUiLCAic2NhbGUiOiAiZmFjZXM1IiwgIm1ldHJpYyI6ICJjc2F0IiwKICAgICAidG9waWMiOiB7ImVuIjogIkZpdHRpbmcgcm9vbXMifSwgInRleHQiOiB7ImVuIjogIkhvdyB3ZXJlIHRoZSBmaXR0aW5nIHJvb21zIHRvZGF5PyJ9LAogICAgICJsYWJlbHMiOiB7ImVuIjogWyJWZXJ5IHBvb3IiLCAiUG9vciIsICJPa2F5IiwgIkdvb2QiLCAiVmVyeSBnb29kIl19LAogICAgICJ3aHkiOiB7ImVuIjogIldoYXQgaXMgdGhlIG1haW4gcmVhc29uPyJ9fSwKICAgIHsiaWQiOiAicmVjb21tZW5kIiwgImtpbmQiOiAic2NhbGUiLCAic2NhbGUiOiAiemVyb190b190ZW4iLCAibWV0cmljIjogIm5wcyIsCiAgICAgInRleHQiOiB7ImVuIjogIkhvdyBsaWtlbHkgYXJlIHlvdSB0byByZWNvbW1lbmQgdGhpcyBzaG9wPyJ9LAogICAgICJsYWJlbHMiOiB7ImVuIjogWyJOb3QgYXQgYWxsIiwgIkNlcnRhaW5seSJdfX0sCiAgICB7ImlkIjogInJlYXNvbiIsICJraW5kIjogImNob2ljZXMiLCAibWF4X2Nob2ljZXMiOiAzLAogICAgICJ0ZXh0IjogeyJlbiI6ICJXaGF0IGRpZCB5b3UgY29tZSBmb3I/In0sCiAgICAgIm9wdGlvbnMiOiBbeyJpZCI6ICJidXkiLCAidGV4dCI6IHsiZW4iOiAiVG8gYnV5In19LAogICAgICAgICAgICAgICAgIHsiaWQiOiAibG9vayIsICJ0ZXh0IjogeyJlbiI6ICJUbyBsb29rIGFyb3VuZCJ9fSwKICAgICAgICAgICAgICAgICB7ImlkIjogIm90aGVyIiwgInRleHQiOiB7ImVuIjogIlNvbWV0aGluZyBlbHNlIn19XX0KICBdfQ==","signatures":[{"keyid":"s1","sig":"RcSQ4w3D94WHfQYbFfrLFDISiQHX9qNV0DxP4al6ldBt8TeV46oppCI0e/xEnX1Z6zWNtKZ6n0zrNiH+tZv0BQ=="}]}',X'4AE3210215FFBEF585B8196FD6C41BED3CD861D148861071C01BEF87D37317E8');
INSERT INTO "definitions" VALUES('old-results',1,1,'import','live',1772546400000,'[]',100,'Results from before','{"format": 1, "id": "old-results", "version": 1, "use": "import",
  "title": {"en": "Results from before"}, "purpose": {"en": "Kept for comparison."},
  "owner": "Store operations", "touchpoint": "fitting-room", "languages": ["en"],
  "questions": [
    {"id": "used", "kind": "yes_no", "text": {"en": "Did you try something on today?"}},
    {"id": "rooms", "kind": "scale", "scale": "faces5", "metric": "csat",
     "topic": {"en": "Fitting rooms"}, "text": {"en": "How were the fitting rooms today?"},
     "labels": {"en": ["Very poor", "Poor", "Okay", "Good", "Very good"]},
     "why": {"en": "What is the main reason?"}},
    {"id": "recommend", "kind": "scale", "scale": "zero_to_ten", "metric": "nps",
     "text": {"en": "How likely are you to recommend this shop?"},
     "labels": {"en": ["Not at all", "Certainly"]}},
    {"id": "reason", "kind": "choices", "max_choices": 3,
     "text": {"en": "What did you come for?"},
     "options": [{"id": "buy", "text": {"en": "To buy"}},
                 {"id": "look", "text": {"en": "To look around"}},
                 {"id": "other", "text": {"en": "Something else"}}]}
  ]}','{"payloadType":"application/vnd.afterword.definition+json","payload":"eyJmb3JtYXQiOiAxLCAiaWQiOiAib2xkLXJlc3VsdHMiLCAidmVyc2lvbiI6IDEsICJ1c2UiOiAiaW1wb3J0IiwKICAidGl0bGUiOiB7ImVuIjogIlJlc3VsdHMgZnJvbSBiZWZvcmUifSwgInB1cnBvc2UiOiB7ImVuIjogIktlcHQgZm9yIGNvbXBhcmlzb24uIn0sCiAgIm93bmVyIjogIlN0b3JlIG9wZXJhdGlvbnMiLCAidG91Y2hwb2ludCI6ICJmaXR0aW5nLXJvb20iLCAibGFuZ3VhZ2VzIjogWyJlbiJdLAogICJxdWVzdGlvbnMiOiBbCiAgICB7ImlkIjogInVzZWQiLCAia2luZCI6ICJ5ZXNfbm8iLCAidGV4dCI6IHsiZW4iOiAiRGlkIHlvdSB0cnkgc29tZXRoaW5nIG9uIHRvZGF5PyJ9fSwKICAgIHsiaWQiOiAicm9vbXMiLCAia2luZCI6ICJzY2FsZSIsICJzY2FsZSI6ICJmYWNlczUiLCAibWV0cmljIjogImNzYXQiLAogICAgICJ0b3BpYyI6IHsiZW4iOiAiRml0dGluZyByb29tcyJ9LCAidGV4dCI6IHsiZW4iOiAiSG93IHdlcmUgdGhlIGZpdHRpbmcgcm9vbXMgdG9kYXk/In0sCiAgICAgImxhYmVscyI6IHsiZW4iOiBbIlZlcnkgcG9vciIsICJQb29yIiwgIk9rYXkiLCAiR29vZCIsICJWZXJ5IGdvb2QiXX0sCiAgICAgIndoeSI6IHsiZW4iOiAiV2hhdCBpcyB0aGUgbWFpbiByZWFzb24/In19LAogICAgeyJpZCI6ICJyZWNvbW1lbmQiLCAia2luZCI6ICJzY2FsZSIsICJzY2FsZSI6ICJ6ZXJvX3RvX3RlbiIsICJtZXRyaWMiOiAibnBzIiwKICAgICAidGV4dCI6IHsiZW4iOiAiSG93IGxpa2VseSBhcmUgeW91IHRvIHJlY29tbWVuZCB0aGlzIHNob3A/In0sCiAgICAgImxhYmVscyI6IHsiZW4iOiBbIk5vdCBhdCBhbGwiLCAiQ2VydGFpbmx5Il19fSwKICAgIHsiaWQiOiAicmVhc29uIiwgImtpbmQiOiAiY2hvaWNlcyIsICJtYXhfY2hvaWNlcyI6IDMsCiAgICAgInRleHQiOiB7ImVuIjogIldoYXQgZGlkIHlvdSBjb21lIGZvcj8ifSwKICAgICAib3B0aW9ucyI6IFt7ImlkIjogImJ1eSIsICJ0ZXh0IjogeyJlbiI6ICJUbyBidXkifX0sCiAgICAgICAgICAgICAgICAgeyJpZCI6ICJsb29rIiwgInRleHQiOiB7ImVuIjogIlRvIGxvb2sgYXJvdW5kIn19LAogICAgICAgICAgICAgICAgIHsiaWQiOiAib3RoZXIiLCAidGV4dCI6IHsiZW4iOiAiU29tZXRoaW5nIGVsc2UifX1dfQogIF19","signatures":[{"keyid":"s1","sig":"DiULiwxQ4KaarxsPSUyW7a8/UqFwAHCmdLf3h3TnlL8jC//uv9BAcK1wAFt7+KegQDYcDjfy77NW9WrYoVGlDQ=="}]}',X'1B37EC95708F8C5AC28C35D77D68E74F1D44ED59F34A9687BC8CC772AD7BCE6D');
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
INSERT INTO "devices" VALUES(1,'dev-1',X'C84B4E80E85F13D19030D3A089BA7B713C7A559AA5EB1A7ECC405595E19A9B32','harbour','fitting-room','active',1,2,3,'0.1.0','{"definition":[1],"response":[1]}',1772546400000,1772546400000,'{"revision":0,"wait_ms":0,"log":1,"next_sequence":4,"chain":"0AN7y5G827kwcknc0h2Pgm2RNxdFdDfaLGr_F7STb0Q","waiting":0,"oldest_epoch_key":"","boot":"boot-1","mono_ms":1000000,"wall_ms":1772546400000,"definitions":[],"app_version":"0.1.0","disk_free_bytes":1000000,"clean_start":true,"tallies":[]}');
INSERT INTO "devices" VALUES(2,'import:old',NULL,'','','import',1,0,0,'','{"definition":[],"response":[]}',1772546400000,NULL,'');
CREATE TABLE enrol_codes (
  selector TEXT PRIMARY KEY,
  hash BLOB NOT NULL,
  store TEXT NOT NULL,
  touchpoint TEXT NOT NULL,
  expires_at_ms INTEGER NOT NULL,
  tries_left INTEGER NOT NULL,
  used INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "enrol_codes" VALUES('D0P',X'218123D03E85CC9C268B67B3E65BF9695B89D8B04FC34DB41CAFCEA9FBF3EBEB','harbour','fitting-room',1772547000000,5,1);
CREATE TABLE epochs (
  device TEXT NOT NULL,
  log INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  seal_key TEXT NOT NULL,
  sealed BLOB NOT NULL,
  recovery BLOB NOT NULL,
  PRIMARY KEY (device, log, epoch)) STRICT, WITHOUT ROWID;
INSERT INTO "epochs" VALUES('dev-1',1,1,'c1',X'81A703E3CCD260F2BB75C4797137678E72A6C1D6A2234A781FA66C4DD65BEB4ACAA57F7C2BF82B75C0F0421066E04A6825590A9075C3624A42B5B758C56CE4C1580411603BE7BF0DAF78585339DFCBB2',X'ECE081F83B157A60A5F7B6DB60478B45524F06DC3361DD258082917BBE753E512B11D42E59461D6B8D9589612EFC230A777B9FACA826CBE353839ABC36569DEC189209AD9E9B560B14C05FC1E1E2D3D8');
CREATE TABLE items (
  id INTEGER PRIMARY KEY,
  survey TEXT NOT NULL,
  version INTEGER NOT NULL,
  question TEXT NOT NULL,
  UNIQUE (survey, version, question)) STRICT;
INSERT INTO "items" VALUES(1,'fitting-rooms',1,'used');
INSERT INTO "items" VALUES(2,'fitting-rooms',1,'rooms');
INSERT INTO "items" VALUES(3,'fitting-rooms',1,'rooms.why');
INSERT INTO "items" VALUES(4,'fitting-rooms',1,'recommend');
INSERT INTO "items" VALUES(5,'fitting-rooms',1,'reason');
INSERT INTO "items" VALUES(6,'old-results',1,'used');
INSERT INTO "items" VALUES(7,'old-results',1,'rooms');
INSERT INTO "items" VALUES(8,'old-results',1,'rooms.why');
INSERT INTO "items" VALUES(9,'old-results',1,'recommend');
INSERT INTO "items" VALUES(10,'old-results',1,'reason');
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
INSERT INTO "ledger" VALUES('dev-1',1,1,X'C4AA2CB67B33EC47E9993605B34DD6AB97406C83897288D8281009643F5C4760','stored','','response','fitting-rooms',1,20515,NULL);
INSERT INTO "ledger" VALUES('dev-1',1,2,X'64EC903F920756AE71F97CCED1C3E9DBA375026990B619508BE0FAA417AC138F','stored','','response','fitting-rooms',1,20515,NULL);
INSERT INTO "ledger" VALUES('dev-1',1,3,X'5502DF4224EC485A48170ECF1B5E41079759C6DDF52E5D36863220437855879F','quarantined','answer_out_of_range','response','fitting-rooms',1,NULL,NULL);
INSERT INTO "ledger" VALUES('import:old',1,1,X'D5B59A42DC26245EC0E2C123050A829871F13BA1E09BA40CDFE4297B10999160','stored','','response','old-results',1,20394,'1');
CREATE TABLE login_links (
  hash BLOB PRIMARY KEY,
  user TEXT NOT NULL,
  expires_at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
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
INSERT INTO "logs" VALUES('dev-1',1,3,X'D0037BCB91BCDBB9307249DCD21D8F826D913717457437DA2C6AFF17B4936F44',4,X'D0037BCB91BCDBB9307249DCD21D8F826D913717457437DA2C6AFF17B4936F44',0,1772546400000,0);
INSERT INTO "logs" VALUES('import:old',1,1,X'1FE85DE76D2C4DA3F6A7829C885BC727A40D63136B90310F33ED82FFCEA834A5',0,X'',0,NULL,0);
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
  received_at_ms INTEGER NOT NULL,
  PRIMARY KEY (device, log, sequence)) STRICT;
INSERT INTO "quarantine" VALUES('dev-1',1,3,'fitting-rooms',1,1,1,X'8272AD4214392DFE275B0C3BA8C7F7180335095F34693466F6E31EBD2554868956F58F3342F9BEA7AFF1CC74EBE1C8EA15A36F9D95BD5BC63146226AE3C538703DA01329C631780902EB73072A78D595542CC935BB05C563196EC154A5E86E49F4EB8397DFD9B7BFCB27A3FD344C99223A07829A238C8581BD574AEDF9C65ADE7D6DC8E745D45A3D7F75CD55482DE99B6267842B33233D90225AE98B3F3B8A26E48EA307EF8E21E4A4F4BC013F82C38C63A3E62BFB89E24AFC165337782B756C72A1C6F7FF7C5DB39A554F93D41602C89D50ABE0346F4695F65F41074A37C63A1299EB2C58462E3D7A9E3792D3BD64167D32AE0E5F9520CACE673680906D0EE0F38E0A13A2AA1DD5486845DEEA57DBE040EAD9B1A4FB6062CCC6191693A2F39EC7D58A00284AC79D2486B82DC037B21360','answer_out_of_range','"rooms": 9 is not from 1 to 5','boot-1',1000000,1772546400000);
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
  mac BLOB NOT NULL,
  UNIQUE (device, log, sequence)) STRICT;
INSERT INTO "responses" VALUES(1,'dev-1',1,1,'fitting-rooms',1,'harbour','fitting-room','en',20515,1772546280000,'exact','complete',0,'{"format":1,"survey":"fitting-rooms","version":1,"language":"en","touchpoint":"fitting-room","completion":"complete","boot":"boot-1","mono_start_ms":880000,"mono_end_ms":1000000,"wall_start_ms":1772546280000,"wall_end_ms":1772546400000,"answers":{"reason":{"state":"answered","value":["buy","look"],"ms":1500},"recommend":{"state":"answered","value":9,"ms":1500},"rooms":{"state":"answered","value":4,"ms":1500},"rooms.why":{"state":"answered","value":"Clean and quick.","ms":1500},"used":{"state":"answered","value":true,"ms":1500}},"flags":[]}',1772546400000,X'D4C3644A45382ADE8036C97368978B0568226213D4E94E04DB4DDC1A747CE0C1');
INSERT INTO "responses" VALUES(2,'dev-1',1,2,'fitting-rooms',1,'harbour','fitting-room','en',20515,1772546280000,'exact','complete',0,'{"format":1,"survey":"fitting-rooms","version":1,"language":"en","touchpoint":"fitting-room","completion":"complete","boot":"boot-1","mono_start_ms":880000,"mono_end_ms":1000000,"wall_start_ms":1772546280000,"wall_end_ms":1772546400000,"answers":{"reason":{"state":"answered","value":["buy","look"],"ms":1500},"recommend":{"state":"answered","value":9,"ms":1500},"rooms":{"state":"answered","value":4,"ms":1500},"rooms.why":{"state":"answered","value":"Clean and quick.","ms":1500},"used":{"state":"answered","value":true,"ms":1500}},"flags":[]}',1772546400000,X'DD72EE0314B873FBF7BB954C97A9029D5B06C2BD422B1463451F395205EA493A');
INSERT INTO "responses" VALUES(3,'import:old',1,1,'old-results',1,'harbour','fitting-room','en',20394,1762041600000,'imported','complete',0,'{"format":1,"survey":"old-results","version":1,"language":"en","touchpoint":"fitting-room","completion":"complete","boot":"boot-1","mono_start_ms":880000,"mono_end_ms":1000000,"wall_start_ms":1772546280000,"wall_end_ms":1772546400000,"answers":{"reason":{"state":"answered","value":["buy","look"],"ms":1500},"recommend":{"state":"answered","value":9,"ms":1500},"rooms":{"state":"answered","value":4,"ms":1500},"rooms.why":{"state":"answered","value":"Clean and quick.","ms":1500},"used":{"state":"answered","value":true,"ms":1500}},"flags":[]}',1772546400000,X'F0940852EA40195D7DC92F7A64B438C6CC89272B3D1A0561E9F208711D65F3AB');
CREATE TABLE retirements (
  survey TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  envelope TEXT NOT NULL,
  envelope_sha256 BLOB NOT NULL) STRICT;
INSERT INTO "retirements" VALUES('fitting-rooms',1,'{"payloadType":"application/vnd.afterword.retire+json","payload":"eyJzdXJ2ZXkiOiJmaXR0aW5nLXJvb21zIiwidmVyc2lvbiI6MX0=","signatures":[{"keyid":"s1","sig":"0Ge4kBMN3otW8Nr5VkXSgVBs13aFIzxQvo3jjmenZl0HXLcBnuKIzp1OCs0BzH7ntajGr9YR3uw+Uck1maHVCQ=="}]}',X'2D95D637B3FEA1204DC6E4D0B1BDD0F2C1712CCDBF51B3B053FF87E2C768A013');
CREATE TABLE series (
  number INTEGER PRIMARY KEY,
  survey TEXT NOT NULL,
  question TEXT NOT NULL,
  kind TEXT NOT NULL,
  scale TEXT NOT NULL,
  options TEXT NOT NULL,             -- JSON list, in the order of the cube's places
  UNIQUE (survey, question)) STRICT;
INSERT INTO "series" VALUES(1,'fitting-rooms','used','yes_no','faces5','[]');
INSERT INTO "series" VALUES(2,'fitting-rooms','rooms','scale','faces5','[]');
INSERT INTO "series" VALUES(3,'fitting-rooms','recommend','scale','zero_to_ten','[]');
INSERT INTO "series" VALUES(4,'fitting-rooms','reason','choices','faces5','["buy","look","other"]');
INSERT INTO "series" VALUES(5,'old-results','used','yes_no','faces5','[]');
INSERT INTO "series" VALUES(6,'old-results','rooms','scale','faces5','[]');
INSERT INTO "series" VALUES(7,'old-results','recommend','scale','zero_to_ten','[]');
INSERT INTO "series" VALUES(8,'old-results','reason','choices','faces5','["buy","look","other"]');
CREATE TABLE sessions (
  hash BLOB PRIMARY KEY,
  user TEXT NOT NULL,
  csrf TEXT NOT NULL,
  expires_at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "settings" VALUES('revision','5');
CREATE TABLE stores (id TEXT PRIMARY KEY, name TEXT NOT NULL, zone TEXT NOT NULL)
  STRICT, WITHOUT ROWID;
INSERT INTO "stores" VALUES('harbour','Shop harbour','Europe/London');
CREATE TABLE tallies (
  device TEXT NOT NULL,
  day INTEGER NOT NULL,
  survey TEXT NOT NULL,
  name TEXT NOT NULL,
  revision INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (device, day, survey, name)) STRICT, WITHOUT ROWID;
CREATE TABLE tokens (
  hash BLOB PRIMARY KEY,
  name TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "tokens" VALUES(X'61D8944CFFB3D2BDEEB6D2284106FFD8C77800977459C0CFC0E8ECC139C02E2F','tester',1772546400000);
CREATE TABLE users (
  name TEXT PRIMARY KEY,
  password_hash TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX ledger_by_external_id ON ledger(device, external_id)
  WHERE external_id IS NOT NULL;
CREATE INDEX ledger_unusual ON ledger(device, log, outcome) WHERE outcome <> 'stored';
CREATE INDEX responses_by_survey ON responses(survey, place);
CREATE INDEX responses_counted ON responses(survey, completion, version, day);
CREATE INDEX responses_by_store ON responses(store);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('responses',3);
COMMIT;
PRAGMA user_version=1;
