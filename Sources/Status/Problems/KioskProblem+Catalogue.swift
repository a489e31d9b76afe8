extension KioskProblem.Kind {
    /// What happened and what to do. Every placeholder stands in brackets: a problem may come without its parameters.
    package var text: Text {
        switch self {
        // Usage and input
        case .wrongUsage:
            Text(
                vi: "Lệnh viết chưa đúng[: {detail}]. Thêm --help vào lệnh để xem cách viết và ví dụ.",
                en: "The command was not written correctly[: {detail}]. Add --help to it to see how, with an example.")
        case .invalidIdentity:
            Text(
                vi:
                    "Số giấy tờ tùy thân không đúng. Số định danh (CCCD) có 12 chữ số, CMND cũ có 9 chữ số, mã số thuế có 10 số hoặc "
                    + "10 số thêm 3 số; hãy xem lại trên giấy tờ.",
                en: "The identity number is not right. A personal number (CCCD) has 12 digits, an old CMND 9, a tax code 10 or "
                    + "10 and 3; please read it from the paper again.")
        case .invalidDate:
            Text(
                vi:
                    "Ngày không đúng[ ở mục {field:field}]. Viết như 28/02/1990 hoặc 1990-02-28; nếu chỉ biết năm sinh, viết 1990.",
                en:
                    "The date is not right[ in “{field:field}”]. Write it as 1990-02-28 or 28/02/1990; when only the year of birth is "
                    + "known, write 1990.")
        case .invalidPhone:
            Text(
                vi:
                    "Số điện thoại không đúng.[ Đầu số này đã đổi từ năm 2018: {example}.] Viết đủ 10 chữ số, bắt đầu bằng 0 hoặc +84, ví dụ "
                    + "0912345678.",
                en:
                    "The phone number is not right.[ This prefix changed in 2018: {example}.] Write all 10 digits, starting with 0 or +84, such as "
                    + "0912345678.")
        case .invalidEmail:
            Text(
                vi: "Địa chỉ thư điện tử không đúng. Viết như ten@vidu.vn, không có khoảng trắng.",
                en: "The e-mail address is not right. Write it as name@example.vn, without spaces.")
        case .emptyName:
            Text(
                vi: "Chưa có họ tên (hoặc tên tổ chức). Hãy nhập tên như trên giấy tờ.",
                en: "The name is missing. Please enter it as on the identity paper.")
        case .invalidName:
            Text(
                vi: "Tên có ký tự không thể có trong tên người hoặc tổ chức. Hãy nhập lại như trên giấy tờ.",
                en: "The name has characters that no name has. Please enter it as on the identity paper.")
        case .legacyEncoding:
            Text(
                vi: "Chữ bị lỗi phông[ ở mục {field:field}]: có vẻ viết bằng bảng mã cũ (TCVN3, VNI). Hãy gõ lại bằng Unicode.",
                en: "The text[ in “{field:field}”] seems to be in an old encoding (TCVN3, VNI). Please type it again in Unicode.")
        case .invalidText:
            Text(
                vi: "Nội dung[ ở mục {field:field}] có ký tự không dùng được hoặc quá dài. Hãy xem lại và nhập lại.",
                en: "The text[ in “{field:field}”] is too long or has characters that cannot be used. Please enter it again.")
        case .invalidValue:
            Text(
                vi: "Giá trị[ ở mục {field:field}] không dùng được[. Có thể chọn: {known}][. Ví dụ: {example}].",
                en: "The value[ of “{field:field}”] cannot be used[. One of: {known}][. For example: {example}].")
        case .missingField:
            Text(
                vi: "Còn thiếu thông tin bắt buộc[: {field:field}]. Hãy bổ sung rồi làm lại.",
                en: "Something required is missing[: {field:field}]. Please add it and try again.")
        case .unknownField:
            Text(
                vi: "Không có mục nào tên như vậy[: {field}].[ Có phải là {nearest}?]",
                en: "There is no such item[: {field}].[ Did you mean {nearest}?]")
        case .invalidJSON:
            Text(
                vi: "Dữ liệu JSON không đọc được[ ở dòng {line}][ ở byte thứ {offset}][ ({file})]. Hãy sửa tệp rồi làm lại.",
                en: "The JSON cannot be read[ at line {line}][ at byte {offset}][ ({file})]. Please mend the file and try again.")
        case .invalidScan:
            Text(
                vi:
                    "Không đọc được nội dung mã QR của thẻ căn cước[, ở mục {part:field}][. Mã vừa quét là loại khác: {example}]. Hãy quét lại; tắt bộ gõ "
                    + "tiếng Việt (Telex) trước khi quét, hoặc nhập tay như trên thẻ.",
                en:
                    "The citizen card's QR text cannot be read[: its {part:field}][. This is a code of another kind: {example}]. Please scan again, with the "
                    + "Vietnamese input method (Telex) off, or type what the card says."
            )
        case .duplicateAccount:
            Text(
                vi:
                    "Máy này đã có tài khoản mang số giấy tờ đó[ ({id})]. Dùng ngay tài khoản đó: lập hồ sơ với “--owner[ {id}]”, sửa "
                    + "bằng “kiosk account edit[ {id}]”.",
                en: "This machine already has an account with that identity number[ ({id})]. Use that one: make dossiers with "
                    + "“--owner[ {id}]”, change it with “kiosk account edit[ {id}]”.")
        case .unknownProcedure:
            Text(
                vi:
                    "Không có thủ tục[ mã {code}] trong danh mục[. Có phải là: {nearest}?]. Tìm mã bằng “kiosk procedure search”, hoặc cập nhật danh mục "
                    + "bằng “kiosk procedure update”.",
                en:
                    "The catalogue has no procedure[ with the code {code}][. Did you mean one of: {nearest}?]. Find the code with “kiosk procedure search”, or bring the "
                    + "catalogue up to date with “kiosk procedure update”.")
        case .procedureNotValid:
            Text(
                vi:
                    "Thủ tục[ {code}] chưa hoặc không còn hiệu lực[; nay thay bằng {replacement}]. Hãy chọn thủ tục đang áp dụng.",
                en: "The procedure[ {code}] is not in force[; {replacement} took its place]. Please choose one that is.")
        case .procedureElsewhere:
            Text(
                vi: "Thủ tục[ {code}] không tiếp nhận tại đơn vị này. Hãy chọn đơn vị có tiếp nhận bằng --unit.",
                en: "The procedure[ {code}] is not received at this unit. Choose a unit that receives it with --unit.")
        case .unknownComponent:
            Text(
                vi: "Thủ tục này không có thành phần hồ sơ[ mã {component}][. Có thể chọn: {known}].",
                en: "The procedure has no component[ with the code {component}][. One of: {known}].")
        case .missingComponent:
            Text(
                vi: "Hồ sơ còn thiếu thành phần bắt buộc[: {component}]. Hãy đính kèm rồi nộp lại.",
                en: "The dossier lacks a required component[: {component}]. Please attach it and submit again.")
        case .unknownAccount:
            Text(
                vi:
                    "Không có tài khoản nào như vậy trên máy này[: {id}][ ({field:field})]. Xem danh sách bằng “kiosk account list”.",
                en: "There is no such account on this machine[: {id}][ ({field:field})]. See them with “kiosk account list”.")
        case .unknownDossier:
            Text(
                vi: "Không có hồ sơ nào như vậy trên máy này[: {id}]. Xem danh sách bằng “kiosk dossier list”.",
                en: "There is no such dossier on this machine[: {id}]. See them with “kiosk dossier list”.")
        case .unknownOperation:
            Text(
                vi: "Không có mục nào như vậy trong hàng chờ[: {id}]. Xem hàng chờ bằng “kiosk queue --all”.",
                en: "There is no such item in the queue[: {id}]. See them with “kiosk queue --all”.")
        case .unknownConflict:
            Text(
                vi: "Không có khác biệt nào như vậy[: {id}]. Xem danh sách bằng “kiosk conflict list --all”.",
                en: "There is no such conflict[: {id}]. See them with “kiosk conflict list --all”.")
        case .unknownRequest:
            Text(
                vi: "Hồ sơ này không có yêu cầu bổ sung nào như vậy đang chờ[: {id}]. Xem bằng “kiosk dossier show”.",
                en: "The dossier has no such open request for more papers[: {id}]. See them with “kiosk dossier show”.")
        case .ambiguousID:
            Text(
                vi: "Mã rút gọn[ {id}] ứng với nhiều mục[: {known}]. Hãy viết dài thêm vài ký tự.",
                en: "The short id[ {id}] fits more than one[: {known}]. Please write a few more characters of it.")
        case .alreadySubmitted:
            Text(
                vi: "Hồ sơ này đã được nộp rồi[ ({id})]; không cần nộp lại. Xem bằng “kiosk dossier show”.",
                en: "This dossier was submitted already[ ({id})]; there is no need to do it again. See “kiosk dossier show”.")
        case .notSubmitted:
            Text(
                vi: "Hồ sơ này chưa được nộp[ ({id})]. Nộp bằng “kiosk dossier submit” trước.",
                en: "This dossier was not submitted yet[ ({id})]. Submit it with “kiosk dossier submit” first.")
        case .dossierWithdrawn:
            Text(
                vi: "Hồ sơ này đã được rút[ ({id})] nên không làm tiếp được. Nếu cần, hãy lập hồ sơ mới.",
                en: "This dossier was withdrawn[ ({id})]. If need be, make a new one.")
        case .requestClosed:
            Text(
                vi: "Yêu cầu bổ sung này đã đóng, không nhận thêm giấy tờ. Hãy liên hệ cơ quan xử lý hồ sơ.",
                en: "This request for more papers is closed. Please contact the office that handles the dossier.")
        case .notEditable:
            Text(
                vi: "Cổng đã tiếp nhận hồ sơ này nên không sửa được nữa. Chờ yêu cầu bổ sung, hoặc rút hồ sơ.",
                en:
                    "The portal has received this dossier, so it cannot be changed. Wait for a request for more papers, or withdraw it."
            )
        case .noFiles:
            Text(
                vi: "Chưa có tệp nào được đính kèm. Đính kèm bằng “kiosk dossier attach” rồi làm lại.",
                en: "No file was attached. Attach some with “kiosk dossier attach” and try again.")
        case .noCatalogue:
            Text(
                vi: "Máy này chưa có danh mục thủ tục. Khi có mạng, chạy “kiosk procedure update”.",
                en: "This machine has no catalogue of procedures yet. When there is a link, run “kiosk procedure update”.")
        case .alreadyResolved:
            Text(
                vi: "Khác biệt này đã được giải quyết rồi. Muốn đổi lại, dùng “kiosk conflict undo”.",
                en: "This conflict was resolved already. To change that, use “kiosk conflict undo”.")
        case .undoTooLate:
            Text(
                vi: "Đã quá 30 ngày nên không lấy lại được quyết định này. Hãy sửa trực tiếp giá trị cần đổi.",
                en: "More than 30 days have passed, so the decision cannot be taken back. Change the value itself.")
        case .undoOvertaken:
            Text(
                vi: "Giá trị đã được sửa tiếp sau quyết định này nên không lấy lại được. Hãy sửa trực tiếp giá trị cần đổi.",
                en: "The value was changed again since, so the decision cannot be taken back. Change the value itself.")
        case .undoFiled:
            Text(
                vi: """
                    Hồ sơ[ {known}] đã được nộp dưới tên tài khoản kia nên chưa lấy lại được quyết định này. Rút hồ sơ đó \
                    trước (“kiosk dossier withdraw”), rồi làm lại.
                    """,
                en: """
                    A dossier[ ({known})] was submitted in that account's name, so the decision cannot be taken back yet. \
                    Withdraw that dossier first (“kiosk dossier withdraw”), then do this again.
                    """)
        case .operationNeeded:
            Text(
                vi: "Không bỏ được mục này[ ({id})] vì còn mục khác cần nó[: {known}]. Bỏ các mục đó cùng lúc.",
                en: "This item[ ({id})] cannot be dropped, since others need it[: {known}]. Drop those with it.")
        case .conflictOpen:
            Text(
                vi:
                    "Tài khoản hoặc hồ sơ này đang có khác biệt với cổng, chờ quyết định[ ({id})]. Hãy giải quyết bằng “kiosk conflict "
                    + "resolve” trước.",
                en:
                    "This account or dossier differs from the portal and waits for a decision[ ({id})]. Settle that first with “kiosk "
                    + "conflict resolve”.")
        case .onlyTheirs:
            Text(
                vi: "Khác biệt này không thể giữ theo máy này. Dùng “kiosk conflict resolve[ {id}] --keep theirs”[; nếu tài khoản ở cổng là của "
                    + "người khác: “kiosk conflict resolve {identity} --field identity=SỐ” với số đúng].",
                en: "This conflict cannot be settled as this desk has it. Use “kiosk conflict resolve[ {id}] --keep theirs”[; if the portal's "
                    + "account is somebody else's: “kiosk conflict resolve {identity} --field identity=NUMBER” with the right number].")
        case .ownIdentity:
            Text(
                vi: "Số giấy tờ đó thuộc tài khoản đã được nhập vào chính tài khoản này. Hãy cho số đúng: “kiosk conflict resolve[ {id}] "
                    + "--field identity=SỐ”; cũng có thể giữ số mà cổng đang có.",
                en: "That number belongs to an account that turned out to be this very one. Give the number that is right: “kiosk conflict "
                    + "resolve[ {id}] --field identity=NUMBER”; it may be the one that the portal has.")
        case .notResolved:
            Text(
                vi: "Khác biệt này[ ({id})] chưa có quyết định nào để lấy lại.",
                en: "There is no decision on this conflict[ ({id})] that could be taken back.")
        case .registrationOff:
            Text(
                vi:
                    "Máy này được cấu hình không đăng ký tài khoản mới (registration.enabled trong kiosk.toml): người dân dùng tài khoản "
                    + "định danh điện tử (VNeID). Tài khoản đã có vẫn dùng được; tìm bằng “kiosk account list”.",
                en: "This machine is set up not to register new accounts (registration.enabled in kiosk.toml): people use their "
                    + "electronic identity (VNeID). Accounts that are here still work; find them with “kiosk account list”.")
        // The letter's other steps; their texts stand in files of their own.
        case .noEmail: LetterProblems.noEmail
        case .unknownPayment: LetterProblems.unknownPayment
        case .paymentUnderWay: LetterProblems.paymentUnderWay
        case .nothingToPay: LetterProblems.nothingToPay
        case .dossierNotReceived: PaperProblems.dossierNotReceived
        case .nothingAsked: PaperProblems.nothingAsked
        case .notRefused: PaperProblems.notRefused
        case .notPostponed: PaperProblems.notPostponed
        case .formerDueUnknown: PaperProblems.formerDueUnknown
        case .paperNotThere: LetterProblems.paperNotThere
        case .notWithdrawable: LetterProblems.notWithdrawable
        case .requestAnswered: LetterProblems.requestAnswered
        case .countsOfSupplement: LetterProblems.countsOfSupplement
        case .formValueMissing: PaperProblems.formValueMissing
        case .formInvalid: PaperProblems.formInvalid
        case .unknownNotice: LetterProblems.unknownNotice
        case .noResultFile: LetterProblems.noResultFile
        case .notADraft: LetterProblems.notADraft
        case .unknownUnit: LetterProblems.unknownUnit
        case .unknownFieldOfWork: LetterProblems.unknownFieldOfWork
        // Files
        case .fileMissing:
            Text(
                vi: "Không tìm thấy tệp[ {file}]. Hãy xem lại tên và thư mục.",
                en: "There is no file[ {file}]. Please check its name and folder.")
        case .fileUnreadable:
            Text(
                vi: "Không đọc được tệp[ {file}]. Hãy xem lại quyền đọc, hoặc USB, ổ đĩa chứa tệp.",
                en: "The file[ {file}] cannot be read. Please check the right to read it, or the disk that it is on.")
        case .fileEmpty:
            Text(
                vi: "Tệp[ {file}] rỗng, không có nội dung. Hãy quét (scan) lại giấy tờ.",
                en: "The file[ {file}] is empty. Please scan the paper again.")
        case .fileTooLarge:
            Text(
                vi:
                    "Tệp[ {file}] quá lớn[; cổng nhận tối đa {limit:bytes}]. Hãy quét lại với độ phân giải thấp hơn hoặc tách thành nhiều tệp.",
                en:
                    "The file[ {file}] is too large[; the portal takes at most {limit:bytes}]. Scan it at a lower resolution or split it."
            )
        case .fileType:
            Text(
                vi:
                    "Loại tệp[ {file}] không được nhận (xét theo nội dung, không theo tên)[. Cổng nhận: {known}]. Hãy lưu lại thành PDF hoặc ảnh JPEG.",
                en:
                    "The type of the file[ {file}] is not accepted (by its content, not its name)[. The portal takes: {known}]. Save it as PDF or JPEG."
            )
        case .fileChanging:
            Text(
                vi: "Tệp[ {file}] thay đổi trong lúc đang đọc. Chờ máy quét hoặc chương trình khác ghi xong rồi làm lại.",
                en: "The file[ {file}] changed while it was read. Wait until the scanner or program has finished, then try again."
            )
        case .fileNotRegular:
            Text(
                vi: "[{file} ]không phải là một tệp thường (có thể là thiết bị hoặc đường ống). Hãy chọn tệp đã lưu trên đĩa.",
                en: "[{file}: ]this is no ordinary file (a device or a pipe, perhaps). Please choose a file saved on the disk.")
        case .fileIsDirectory:
            Text(
                vi: "[{file} ]là một thư mục, không phải tệp. Hãy chọn từng tệp trong đó.",
                en: "[{file}: ]this is a folder, not a file. Please choose the files inside it.")
        case .fileSymlinkLoop:
            Text(
                vi: "Đường dẫn[ {file}] là liên kết trỏ vòng quanh nên không mở được. Hãy chỉ thẳng đến tệp thật.",
                en: "The path[ {file}] is a link that leads back to itself. Please name the file itself.")
        case .pageNotJoinable:
            Text(
                vi:
                    "Không ghép được[ {file}]: không phải ảnh JPEG nguyên vẹn. Chưa có trang nào được nhận. Hãy chụp hoặc lưu lại thành JPEG, "
                    + "hoặc đính kèm riêng, không dùng --join.",
                en:
                    "A page[, {file},] cannot be joined: it is not a sound JPEG photograph. No page was taken in. Save it as JPEG, or attach "
                    + "it on its own, without --join.")
        // A paper that the desk prints
        case .outputMissing:
            Text(
                vi: "Không có thư mục để ghi tệp[ {file}]. Hãy xem lại --output.",
                en: "There is no such folder to write the file[ {file}] into. Please check --output.")
        case .outputUnusable:
            Text(
                vi:
                    "Không ghi được vào[ {file}]: đó là thư mục, liên kết hoặc thiết bị, hoặc tên không dùng được. Hãy chọn tên tệp khác.",
                en:
                    "The slip cannot be written to[ {file}]: it is a folder, a link or a device, or no name for a file. Please choose another name."
            )
        case .outputReadOnly:
            Text(
                vi: "Không ghi được tệp[ {file}] vì ổ đĩa đó chỉ cho đọc. Hãy chọn thư mục khác.",
                en: "The file[ {file}] cannot be written, since its disk is read-only. Please choose another folder.")
        case .outputNotAllowed:
            Text(
                vi: "Không được phép ghi tệp[ {file}] vào thư mục đó. Hãy chọn thư mục khác.",
                en: "The file[ {file}] may not be written into that folder. Please choose another one.")
        case .fontMissing:
            Text(
                vi: "Máy này thiếu phông chữ DejaVu Sans để in tiếng Việt. Hãy gọi người quản trị cài phông chữ này.",
                en: "This machine lacks the font DejaVu Sans for Vietnamese. Ask the administrator to install it.")
        case .paperTooLong:
            Text(
                vi: "Hồ sơ có quá nhiều giấy tờ nên phiếu không in được[ (tối đa {count} trang)].",
                en: "The dossier has too many papers for a slip[ (at most {count} pages)].")
        // Queue surgery
        case .mayBeAtPortal:
            Text(
                vi: "Cổng có thể đã nhận mục này[ ({id})] nên không bỏ được. Để máy gửi tiếp cho đến khi cổng trả lời.",
                en:
                    "The portal may have this item[ ({id})] already, so it cannot be dropped. Let it be sent until the portal answers."
            )
        case .confirmationNeeded:
            Text(
                vi: "Việc này bỏ hẳn những gì đã ghi. Nếu chắc chắn, chạy lại lệnh và thêm --yes.",
                en: "This throws away what was recorded. If you are sure, run the command again with --yes.")
        case .notRequeueable:
            Text(
                vi: "Mục này[ ({id})] không ở trạng thái có thể gửi lại bằng mục mới. Xem lý do bằng “kiosk queue why”.",
                en: "This item[ ({id})] is in no state to be queued anew. See “kiosk queue why”.")
        // The store
        case .storeBusy:
            Text(
                vi:
                    "Một chương trình khác đang giữ kho dữ liệu của máy này[ ({program}, tiến trình {holder})]. Chờ hoặc dừng chương trình đó rồi làm lại.",
                en:
                    "Another program holds this machine's store[ ({program}, process {holder})]. Wait until it is done, or stop it, and try again."
            )
        case .storeCorrupt:
            Text(
                vi: "Kho dữ liệu của máy này bị hỏng nên không mở được. Đừng xóa gì; chạy “kiosk doctor” và gọi người quản trị.",
                en:
                    "This machine's store is damaged and cannot be opened. Delete nothing; run “kiosk doctor” and call the administrator."
            )
        case .storeNewer:
            Text(
                vi: "Kho dữ liệu do một bản phần mềm mới hơn tạo ra[ (bản {version})]. Hãy cập nhật phần mềm kiosk trên máy này.",
                en: "The store was made by a newer version of this program[ ({version})]. Please update the kiosk software.")
        case .storeReadOnly:
            Text(
                vi: "Không ghi được vào kho dữ liệu vì ổ đĩa hoặc thư mục chỉ cho đọc[: {path}]. Hãy gọi người quản trị.",
                en: "The store cannot be written, since its disk or folder is read-only[: {path}]. Please call the administrator."
            )
        case .diskFull:
            Text(
                vi: "Ổ đĩa đã đầy[: {path}]. Hãy giải phóng chỗ trống rồi làm lại.",
                en: "The disk is full[: {path}]. Please make room and try again.")
        case .storeNotAllowed:
            Text(
                vi:
                    "Người dùng này không được phép mở kho dữ liệu[ {path}]. Hãy dùng đúng tài khoản của kiosk hoặc gọi người quản trị.",
                en: "This user may not open the store[ {path}]. Use the kiosk's own user, or call the administrator.")
        // The portal
        case .notEnrolled:
            Text(
                vi:
                    "Máy này chưa được đăng ký với cổng. Chạy “kiosk enrol --portal ĐỊA-CHỈ --code MÃ” với mã do quản trị cổng cấp. "
                    + "Trong lúc chờ vẫn ghi hồ sơ bình thường.",
                en:
                    "This machine is not enrolled with a portal yet. Run “kiosk enrol --portal URL --code CODE” with the code that the "
                    + "portal's administrator gives. Recording works meanwhile.")
        case .alreadyEnrolled:
            Text(
                vi: "Máy này đã được đăng ký với cổng[ {address}]. Muốn chuyển sang cổng khác, hãy gọi người quản trị.",
                en: "This machine is enrolled already[ with {address}]. To move it to another portal, call the administrator.")
        case .enrolmentRefused:
            Text(
                vi: "Cổng không nhận mã đăng ký này: mã sai, đã dùng hoặc đã hết hạn. Hãy xin quản trị cổng mã mới.",
                en:
                    "The portal refused this enrolment code: it is wrong, used or too old. Ask the portal's administrator for a new one."
            )
        case .tooManyRequests:
            Text(
                vi: "Cổng đang hạn chế vì có quá nhiều yêu cầu[; thử lại sau {seconds:duration}]. Hãy chờ một lát.",
                en: "The portal holds back because of too many requests[; try again in {seconds:duration}]. Please wait a little."
            )
        case .noLink:
            Text(
                vi:
                    "Không kết nối được đến cổng[ {address}]. Hãy kiểm tra mạng và địa chỉ cổng; khi có mạng, việc gửi sẽ tiếp tục.",
                en:
                    "The portal[ {address}] cannot be reached. Please check the network and the address; sending goes on with the link."
            )
        case .captivePortal:
            Text(
                vi: "Mạng Wi-Fi đang đòi đăng nhập nên chưa tới được cổng. Mở trình duyệt, đăng nhập mạng rồi làm lại.",
                en:
                    "The Wi-Fi wants a log-in first, so the portal was not reached. Open a browser, log in to the network and try again."
            )
        case .wrongServer:
            Text(
                vi:
                    "Máy chủ trả lời không phải là cổng[ {address}] hoặc chứng chỉ không đúng. Không gửi gì cho máy chủ đó; hãy gọi người quản trị.",
                en:
                    "What answered is not the portal[ {address}], or its certificate is wrong. Nothing is sent to it; call the administrator."
            )
        case .portalError:
            Text(
                vi: "Cổng đang gặp trục trặc. Không cần làm gì; máy sẽ tự thử lại.",
                en: "The portal is in trouble. There is nothing to do here; this machine tries again by itself.")
        case .revoked:
            Text(
                vi: "Cổng đã thu hồi quyền của máy này nên máy ngừng gửi. Hãy gọi quản trị cổng để đăng ký lại máy.",
                en:
                    "The portal withdrew this machine's right to send, so it stopped. Ask the portal's administrator to enrol it again."
            )
        case .agentTooOld:
            Text(
                vi: "Phần mềm kiosk trên máy này quá cũ đối với cổng[ (cần từ bản {version})]. Hãy cập nhật phần mềm.",
                en: "The kiosk software here is too old for the portal[ (it wants {version})]. Please update it.")
        case .clockWrong:
            Text(
                vi: "Đồng hồ của máy này sai[ {seconds:duration}] so với cổng. Hãy chỉnh lại ngày giờ rồi làm lại.",
                en: "This machine's clock is wrong[ by {seconds:duration}]. Please set the date and time and try again.")
        case .insecureAddress:
            Text(
                vi: "Địa chỉ cổng[ {address}] không được bảo vệ. Hãy dùng địa chỉ bắt đầu bằng https://.",
                en: "The portal's address[ {address}] is not secure. Please use one that starts with https://.")
        case .invalidAddress:
            Text(
                vi: "Địa chỉ cổng[ {address}] không đúng. Viết như https://cong.vidu.vn.",
                en: "The portal's address[ {address}] is not right. Write it as https://portal.example.vn.")
        // The agent
        case .agentGone:
            Text(
                vi:
                    "Dịch vụ kiosk dừng giữa chừng nên chưa biết lệnh đã xong chưa. Xem lại bằng “kiosk queue” trước khi làm lại.",
                en:
                    "The kiosk service stopped half-way, so whether this was done is unknown. Look at “kiosk queue” before you repeat it."
            )
        case .agentBusy:
            Text(
                vi: "Dịch vụ kiosk đang bận. Hãy thử lại sau ít phút.",
                en: "The kiosk service is busy. Please try again in a few minutes.")
        case .agentNotAllowed:
            Text(
                vi: "Người dùng này không được phép dùng dịch vụ kiosk. Hãy nhờ người quản trị thêm vào nhóm kiosk.",
                en: "This user may not use the kiosk service. Ask the administrator to add it to the kiosk group.")
        case .requestTooLarge:
            Text(
                vi: "Dữ liệu gửi cho dịch vụ kiosk quá lớn[ (tối đa {limit:bytes})]. Hãy chia nhỏ.",
                en: "What was sent to the kiosk service is too large[ (at most {limit:bytes})]. Please split it.")
        // Configuration
        case .configMissing:
            Text(
                vi: "Không có tệp cấu hình[ {path}]. Hãy xem lại --config hoặc KIOSK_CONFIG.",
                en: "There is no configuration file[ {path}]. Please check --config or KIOSK_CONFIG.")
        case .configInvalid:
            Text(
                vi:
                    "Cấu hình sai[ trong {path}][ dòng {line}][, mục {key}][: {detail}].[ Có phải là {nearest}?] Chạy “kiosk config check” "
                    + "để xem mọi chỗ sai.",
                en: "The configuration is wrong[ in {path}][ line {line}][, key {key}][: {detail}].[ Did you mean {nearest}?] "
                    + "“kiosk config check” shows all that is.")
        case .siteDataInvalid:
            Text(
                vi:
                    "Tệp lịch nghỉ hoặc tệp xã, phường không dùng được[: {file}][ ({detail})]. Quầy vẫn làm việc, nhưng không dùng tệp này; hãy "
                    + "nhờ người quản trị sửa (kiosk-config/README.md).",
                en:
                    "A calendar or a file of communes cannot be used[: {file}][ ({detail})]. The desk works on without it; ask the "
                    + "administrator to mend it (kiosk-config/README.md).")
        case .homeMissing:
            Text(
                vi: "Không có hoặc không tạo được thư mục dữ liệu[ {path}]. Chỉ rõ bằng --home hoặc KIOSK_HOME.",
                en: "The data folder[ {path}] is missing and cannot be made. Name one with --home or KIOSK_HOME.")
        case .defect:
            Text(
                vi: "Chương trình gặp lỗi ngoài dự kiến[ ({detail})]. Hãy báo người quản trị và gửi kèm “kiosk log”.",
                en: "The program met something unexpected[ ({detail})]. Please tell the administrator, with “kiosk log”.")
        }
    }
}
