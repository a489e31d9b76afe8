"""The work that is delivered: 20 documents of 2 to 4 KB and 5 attachments as desks have them, once full-sized and once
as a 2G line gets them. Deterministic; the sizes and what gzip makes of them are those of scans of real forms.

usage: work_item.py FOLDER     (writes FOLDER/full and FOLDER/small)"""
import json
import os
import random
import sys
import zipfile

WORDS = (
    "cộng hòa xã hội chủ nghĩa việt nam độc lập tự do hạnh phúc tờ khai đăng ký khai sinh kết hôn chứng thực bản sao giấy xác "
    "nhận tình trạng hôn nhân ủy ban nhân dân họ và tên ngày tháng năm sinh nơi cư trú dân tộc quốc tịch số định danh quan hệ "
    "người yêu cầu đề nghị cam đoan nội dung trên đây là đúng sự thật chịu trách nhiệm trước pháp luật hồ sơ tiếp nhận").split()
NAMES = "Nguyễn Trần Lê Phạm Hoàng Võ Đặng Bùi Giàng Lò Y A Văn Thị Đức Ngọc An Bình Châu Dũng Hạnh Lan Minh Nga Sơn".split()


def sentence(chance, count):
    return " ".join(chance.choice(WORDS) for _ in range(count)).capitalize()


def document(chance, number):
    def person():
        return {
            "hoTen": " ".join(chance.choice(NAMES) for _ in range(3)), "soDinhDanh": "%012d" % chance.randrange(10**12),
            "ngaySinh": "%d-%02d-%02d" % (chance.randint(1940, 2020), chance.randint(1, 12), chance.randint(1, 28)),
            "diaChi": "Thôn %d, xã %s" % (chance.randint(1, 14), sentence(chance, 4)), "dienThoai": "09%08d" % chance.randrange(10**8)}
    content = {
        "maHoSo": "H34.%06d" % number, "thuTuc": sentence(chance, 5), "nguoiNop": person(),
        "nguoiLienQuan": [person() for _ in range(chance.randint(1, 3))],
        "giayTo": [{"ten": sentence(chance, 6), "sha256": "%064x" % chance.getrandbits(256)} for _ in range(chance.randint(1, 4))],
        "ghiChu": []}
    wanted = chance.randint(2000, 4000)
    while len(json.dumps(content, ensure_ascii=False).encode()) < wanted:
        content["ghiChu"].append(sentence(chance, chance.randint(8, 20)))
    return json.dumps(content, ensure_ascii=False).encode()


def photograph(chance, size, head):
    """Entropy-coded bytes; of every 64 one is a repetition, which is about what deflate finds in a JPEG."""
    body = bytearray(head)
    while len(body) < size:
        body += chance.randbytes(61) + b"\0\0\0"
    return bytes(body[:size])


def drawing(chance, width, height):
    """An uncompressed one-bit TIFF page: lines of strokes on white."""
    rows = bytearray(b"\xff" * (width // 8 * height))
    for line in range(height // 60):
        for _ in range(width // 40):
            column, top = chance.randrange(width // 8), line * 60 + chance.randrange(40)
            for row in range(top, min(top + chance.randint(2, 18), height)):
                rows[row * (width // 8) + column] = chance.randrange(256)
    tags = [(256, width), (257, height), (258, 1), (259, 1), (262, 1), (273, 8 + 2 + 8 * 12 + 4), (278, height), (279, len(rows))]
    directory = len(tags).to_bytes(2, "little")
    for tag, value in tags:
        directory += tag.to_bytes(2, "little") + (4).to_bytes(2, "little") + (1).to_bytes(4, "little") + value.to_bytes(4, "little")
    return b"II*\0" + (8).to_bytes(4, "little") + directory + b"\0\0\0\0" + bytes(rows)


def office_document(path, chance, size):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        def put(name, content, how=zipfile.ZIP_DEFLATED):
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            info.compress_type = how
            archive.writestr(info, content)
        put("[Content_Types].xml", "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>")
        text = "".join("<w:p><w:r><w:t>%s</w:t></w:r></w:p>" % sentence(chance, 40) for _ in range(40))
        put("word/document.xml", "<w:document><w:body>" + text + "</w:body></w:document>")
        put("word/media/image1.jpg", photograph(chance, size, b"\xff\xd8\xff\xe0\0\x10JFIF\0"), zipfile.ZIP_STORED)


def write(folder, chance, sizes):
    os.makedirs(folder, exist_ok=True)
    def put(name, content):
        with open(folder + "/" + name, "wb") as file:
            file.write(content)
    for number in range(20):
        put("dossier-%02d.json" % number, document(chance, number))
    put("scan-a.jpg", photograph(chance, sizes["a"], b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1"))
    put("scan-b.jpg", photograph(chance, sizes["b"], b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1"))
    put("don.pdf", photograph(chance, sizes["pdf"], b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n") + b"\n%%EOF\n")
    put("scan-c.tif", drawing(chance, *sizes["tif"]))
    office_document(folder + "/mau.docx", chance, sizes["docx"])


def main(folder):
    chance = random.Random(1)
    write(folder + "/full", chance, {"a": 1056848, "b": 222917, "pdf": 1139747, "tif": (2480, 3508), "docx": 250000})
    write(folder + "/small", chance, {"a": 144347, "b": 128770, "pdf": 104080, "tif": (992, 1403), "docx": 36000})


if __name__ == "__main__":
    main(sys.argv[1])
