package io.corebus.node;

/** A node in a process of its own; ends as asked. */
final class MemberProcess {
    private MemberProcess() {}

    public static void main(String[] flags) throws Exception {
        Node node = TestNodes.start(flags);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node)));
        System.out.println("member of " + node.view().members());
        Thread.sleep(120_000);
    }

    private static void stop(Node node) {
        try {
            TestNodes.get(node.stop());
            System.out.println("stopped");
        } catch (Exception e) {
            e.printStackTrace();
        }
    }
}
