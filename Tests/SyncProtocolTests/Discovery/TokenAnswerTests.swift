import SyncProtocol
import Testing

@Suite struct TokenAnswerTests {
    @Test(arguments: [
        (#"{"access_token":"a","token_type":"Bearer","expires_in":60,"scope":"x"}"#, 60),
        // RFC 6749, 5.1: recommended, not required.
        (#"{"access_token":"a","token_type":"bearer"}"#, 300),
        (#"{"access_token":"a","token_type":"Bearer","expires_in":null}"#, 300),
    ])
    func `a token lives as long as its portal says, and a while when it says nothing`(text: String, lifetime: Int) throws {
        let answer = try JSONParser.parse(bytes(text)).decode(as: TokenAnswer.self)
        #expect(answer.accessToken == "a" && answer.expiresIn == lifetime)
    }

    @Test(arguments: [
        #"{"token_type":"Bearer","expires_in":60}"#, #"{"access_token":"a","expires_in":60}"#,
        #"{"access_token":7,"token_type":"Bearer"}"#,
    ])
    func `an answer without a token is none`(text: String) throws {
        #expect(throws: (any Error).self) { try JSONParser.parse(bytes(text)).decode(as: TokenAnswer.self) }
    }
}
