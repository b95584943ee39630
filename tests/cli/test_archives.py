import pytest

from app.cli.archives import Manifest, NoBackup, read_archive, sha256_of, write_archive

#: The length of gzip's own head, of which no sum is kept.
HEAD = 10


def test_a_change_of_any_byte_is_found(tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "rows").write_text("Alex und Robin\n" * 50)
    files = {"rows": sha256_of(folder / "rows")}
    path = tmp_path / "a.tar.gz"
    write_archive(path, folder, Manifest("sqlite", "0001", "2027-03-01", "1.0", files))
    whole = path.read_bytes()
    with read_archive(path) as (manifest, unpacked):
        assert manifest.files == {"rows": sha256_of(unpacked / "rows")}
    unseen = []
    # All bits of it: a few are only there to fill the last byte of a block.
    for at in range(HEAD, len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        try:
            with read_archive(path):
                unseen.append(at)
        except NoBackup:
            pass
    assert unseen == []


def test_a_file_that_is_none_is_told(tmp_path):
    path = tmp_path / "a.tar.gz"
    path.write_bytes(b"no archive")
    with pytest.raises(NoBackup, match="cannot be read"), read_archive(path):
        pass
